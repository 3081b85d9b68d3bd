// Rows without a row of a dimension, and what is not done yet.

import { answer } from "../answers.js";
import { byId, make, write } from "../dom.js";
import { count, share } from "../format.js";
import { fill } from "./table.js";

export class WaitingPanel {
  async refresh(signal) {
    const waiting = await answer("/api/waiting", {}, { signal });
    const { unmatched, changed, fills, away } = waiting;
    const known = unmatched.filter(({ rows }) => rows >= 0);
    const all = known.reduce((sum, { rows }) => sum + rows, 0);
    write(byId("unmatched-all"), unmatched.length > 0 && known.length === 0 ? "–" : count(all));
    const lines = [...unmatched.filter(({ rows }) => rows !== 0).map(withoutMatch), ...changed.map(changedKeys), ...fills.map(filling)];
    write(byId("waiting-note"), [away, lines.length === 0 ? "Nothing waits: each row has found its rows of the dimensions, and all that was begun is done." : ""].filter(Boolean).join(". "));
    fill(byId("waiting"), waiting, () => lines);
  }

  blank(reason) {
    write(byId("waiting-note"), reason);
    write(byId("unmatched-all"), "–");
  }
}

function withoutMatch({ view, table, dimension, columns, rows, keys, most, problem }) {
  if (problem != null) {
    return make("li", "", make("b", "", `${table} without a row of ${dimension}`), make("span", "note", `Not counted: ${problem}`));
  }
  const many = keys < 0 ? "" : `, of ${count(keys)} ${keys === 1 ? "key" : "keys"}`;
  const item = make("li", "", make("b", "", `${count(rows)} ${rows === 1 ? "row" : "rows"} of ${table} without a row of ${dimension}`), make("span", "note", `${view}${many}`));
  if (most.length > 0) item.append(make("ul", "keys", ...most.map((key) => keyItem(columns, key)), ...more(keys - most.length)));
  return item;
}

function keyItem(columns, { values, rows }) {
  const name = columns.map((column, i) => `${column} ${values[i] ?? "NULL"}`).join(", ");
  return make("li", "", make("code", "", name), ` ${count(rows)} ${rows === 1 ? "row" : "rows"}`);
}

const more = (left) => (left > 0 ? [make("li", "muted", `and ${count(left)} more ${left === 1 ? "key" : "keys"}`)] : []);

function changedKeys({ dimension, keys, some }) {
  const item = make("li", "", make("b", "", `${count(keys)} ${keys === 1 ? "key" : "keys"} of ${dimension} changed`), make("span", "note", "the rows that look them up are being made anew"));
  item.append(make("ul", "keys", ...some.map((key) => make("li", "", make("code", "", key))), ...more(keys - some.length)));
  return item;
}

function filling({ aggregate, table, counted, rows, paused }) {
  const much = `${count(counted)} of ${count(rows)} rows of ${table}, ${share(Math.min(counted, rows), rows)}`;
  return make("li", "", make("b", "", `${aggregate} is being counted from all rows`), make("span", "note", `${much}${paused ? ", paused" : ""}`));
}
