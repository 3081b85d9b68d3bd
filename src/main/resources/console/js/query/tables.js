// The tables that can be asked, and their columns; a press writes the name into the query.

import { answer } from "../answers.js";
import { breakable, byId, make, write } from "../dom.js";

/** @param insert told the name that is wanted */
export async function showTables(insert) {
  const { tables } = await answer("/api/query/tables");
  byId("tables").replaceChildren(...tables.map((table) => entry(table, insert)));
  if (tables.length === 0) write(byId("tables"), "There are none yet");
}

function entry({ name, engine, columns }, insert) {
  const title = make("summary", "", make("code", "", ...breakable(name)), make("small", "", engine));
  const use = wordOf(name, "", insert);
  return make("details", "", title, make("ul", "", make("li", "", use), ...columns.map((column) => make("li", "", wordOf(column.name, column.type, insert)))));
}

function wordOf(name, type, insert) {
  const button = make("button", "word", make("code", "", name), make("small", "", type || "the table"));
  button.type = "button";
  button.addEventListener("click", () => insert(/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replace(/[\\`]/g, "\\$&")}\``));
  return button;
}
