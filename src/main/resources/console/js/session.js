// Signing out; and back to the sign-in page when the session has ended.

import { byId } from "./dom.js";

const OFTEN_MILLIS = 60_000;
const out = byId("sign-out");

async function look() {
  const response = await fetch("/api/session").catch(() => null);
  if (!response?.ok) return;
  const { signedIn, needed } = await response.json();
  out.hidden = !signedIn;
  if (needed && !signedIn) leave();
}

function leave() {
  const here = location.pathname + location.search;
  location.assign(`/sign-in?${new URLSearchParams({ to: here })}`);
}

out.addEventListener("click", async () => {
  await fetch("/sign-out", { method: "POST" });
  leave();
});
setInterval(look, OFTEN_MILLIS);
look();
