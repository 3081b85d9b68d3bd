// An answer as a table, some rows at a time: thousands of them at once would make the page slow.

import { byId, make, write } from "../dom.js";
import { count } from "../format.js";
import { isNumber } from "./types.js";

const ROWS = 100;

export class Table {
  #answer = { columns: [], rows: [] };
  #from = 0;

  constructor() {
    byId("before").addEventListener("click", () => this.#turn(-ROWS));
    byId("after").addEventListener("click", () => this.#turn(ROWS));
  }

  show(answer) {
    this.#answer = answer;
    this.#from = 0;
    const titles = answer.columns.map(({ name, type }) => {
      const title = make("th", isNumber(type) ? "" : "text", name, make("small", "", type));
      title.scope = "col";
      return title;
    });
    byId("columns").replaceChildren(make("tr", "", ...titles));
    this.#draw();
  }

  #turn(by) {
    this.#from += by;
    this.#draw();
  }

  #draw() {
    const { columns, rows } = this.#answer;
    const shown = rows.slice(this.#from, this.#from + ROWS);
    const texts = columns.map(({ type }) => (isNumber(type) ? "" : "text"));
    byId("rows").replaceChildren(
      ...shown.map((row) => make("tr", "", ...row.map((value, i) => make("td", texts[i], ...cell(value))))),
    );
    const end = this.#from + shown.length;
    byId("pager").hidden = rows.length <= ROWS;
    write(byId("page"), `${count(this.#from + 1)} to ${count(end)} of ${count(rows.length)}`);
    byId("before").disabled = this.#from === 0;
    byId("after").disabled = end >= rows.length;
    byId("none").hidden = rows.length > 0;
    write(byId("none"), columns.length > 0 ? "The answer has no rows" : "The answer comes here");
  }
}

/** Nothing is told from an empty text. */
function cell(value) {
  if (value === null) return [make("i", "", "NULL")];
  return [typeof value === "object" ? JSON.stringify(value) : String(value)];
}
