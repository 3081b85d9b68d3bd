// A link from another site brings no cookie with it: who has signed in goes on to where it leads.

const { signedIn } = await (await fetch("/api/session")).json();
if (signedIn) {
  const to = new URL(new URLSearchParams(location.search).get("to") ?? "/", location.origin);
  location.replace(to.origin === location.origin ? to : "/");
}
