// All that one user was assigned to and did, in its order.

import { rowsOf } from "../answers.js";
import { byId, make, write } from "../dom.js";
import { dateTime, money } from "../format.js";

/** Half an hour without an event ends a session, as in the view user_journey_analysis. */
const SESSION_MILLIS = 1_800_000;

const WORDS = { assignment: "Assigned", exposure: "Saw it", page_view: "Page", conversion: "Converted" };

export class Journey {
  #asked;
  #seen;

  constructor(onAsked) {
    byId("who").addEventListener("submit", (event) => {
      event.preventDefault();
      const user = byId("user").value.trim();
      onAsked(user);
      this.show(user).catch((error) => write(byId("journey-note"), error.message));
    });
  }

  /** Who converted last; the first of them is shown until another is asked for. */
  suggest(users) {
    byId("users").replaceChildren(...users.map(({ user_id }) => Object.assign(document.createElement("option"), { value: user_id })));
    this.#asked ??= users[0]?.user_id;
  }

  async show(given, signal) {
    const user = given || this.#asked;
    this.#asked = user;
    if (!user) {
      write(byId("journey-note"), "Nobody has converted yet; name a user to see what they did.");
      return;
    }
    if (document.activeElement !== byId("user")) byId("user").value = user;
    const [events, known] = await Promise.all([rowsOf("journey", { user }, signal), rowsOf("user", { user }, signal)]);
    const who = known[0];
    write(byId("journey-hint"), who ? `${who.user_id}: ${who.country}, plan ${who.plan}, signed up ${String(who.signed_up_at).slice(0, 10)}` : "");
    write(byId("journey-note"), events.length === 0 ? `Nothing is known of a user ${user}.` : "");
    const seen = JSON.stringify(events);
    if (seen === this.#seen) return;
    this.#seen = seen;
    byId("journey").replaceChildren(...events.flatMap((event, i) => steps(event, events[i - 1])));
  }
}

function steps(event, before) {
  const at = Date.parse(event.at);
  const rest = before ? at - Date.parse(before.at) : 0;
  const all = [];
  if (rest > SESSION_MILLIS) all.push(make("li", "rest", `${restOf(rest)} later`));
  const what = make("span", "what", WORDS[event.what] ?? event.what);
  const line = make(
    "li",
    "step",
    make("time", "", dateTime(event.at)),
    what,
    make("span", "where", [event.page, event.device].filter(Boolean).join(" · ")),
    make("span", "which", `${event.experiment_id}${event.variant_id ? `: ${event.variant_id}` : ""}`),
  );
  what.dataset.what = event.what;
  if (event.what === "conversion" && event.value != null) line.append(make("b", "", money(event.value)));
  if (!event.is_valid) line.append(make("span", "muted", "before the assignment, not counted"));
  all.push(line);
  return all;
}

function restOf(millis) {
  const hours = millis / 3_600_000;
  return hours < 1 ? `${Math.round(hours * 60)} min` : hours < 48 ? `${hours.toFixed(1)} h` : `${Math.round(hours / 24)} days`;
}
