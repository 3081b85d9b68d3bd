// The tables that can be asked, and their columns; a press writes the name into the query.

import { breakable, byId, make, write } from "../dom.js";
import { quoted } from "./names.js";

/** @param insert told the name that is wanted */
export function showTables(tables, insert) {
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
  button.addEventListener("click", () => insert(quoted(name)));
  return button;
}
