// A chart, what stands in its place while there is nothing to draw, and the same as a table.

import { Chart } from "../chart.js";
import { byId, make, write } from "../dom.js";

export class Figure {
  #chart;
  #overlay;
  #table;
  #seen;

  /** @param option as of a chart; asked when there is something to draw */
  constructor(id, option) {
    this.#overlay = byId(`${id}-overlay`);
    this.#table = new FoldedTable(byId(`${id}-details`));
    this.#chart = new Chart(byId(id), (style, width) => (this.#seen === undefined ? null : option(style, width)));
  }

  /**
   * @param data what the drawing depends on: what is the same is not drawn again
   * @param empty what is said instead; empty if there is something to draw
   * @param label what those hear who do not see it
   * @param rows the cells of each row of the table, made when somebody looks at it
   */
  show(data, { empty, label, rows }) {
    write(this.#overlay, empty);
    this.#chart.describe(label);
    this.#table.show(rows);
    const seen = JSON.stringify(data);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#chart.draw();
  }

  /** Shows nothing but a reason. */
  blank(reason) {
    write(this.#overlay, reason);
    this.#chart.describe(reason);
    this.#table.show(() => []);
  }

  /** Draws again, as something beside the data is otherwise. */
  draw() {
    this.#chart.draw();
  }

  /** Does to the chart what the library calls an action. */
  act(action) {
    this.#chart.act(action);
  }
}

/** A table that is filled while it is open. */
export class FoldedTable {
  #details;
  #rows = () => [];
  #seen;

  constructor(details) {
    this.#details = details;
    details.addEventListener("toggle", () => this.#fill());
  }

  /** @param rows makes the cells of each row, which are texts */
  show(rows) {
    this.#rows = rows;
    this.#fill();
  }

  #fill() {
    if (!this.#details.open) return;
    this.#seen = fill(this.#details.querySelector("tbody"), this.#rows(), this.#seen);
  }
}

/** Fills a table where it differs from what was seen, so that a selection and the focus stay; its head says which columns are texts. */
export function fill(body, rows, seen) {
  const now = JSON.stringify(rows);
  if (now === seen) return seen;
  const heads = [...body.parentElement.querySelectorAll("thead th")];
  body.replaceChildren(...rows.map((cells) => make("tr", "", ...cells.map((cell, i) => make("td", heads[i].className, cell)))));
  return now;
}
