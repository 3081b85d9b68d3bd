// Tables that are made anew only where they differ: the focus, a selection, and where one has scrolled to, stay.

import { make } from "../dom.js";

/** Makes an element's children if what they show has changed. */
export function fill(parent, shown, elements) {
  const seen = JSON.stringify(shown);
  if (parent.dataset.seen === seen) return;
  parent.dataset.seen = seen;
  parent.replaceChildren(...elements());
}

export function head(title, className = "") {
  const made = make("th", className, title);
  made.scope = "col";
  return made;
}

/** Rows one of which can be chosen, by a button in its first cell; the rows stay the same ones. */
export class Choices {
  #body;
  #choose;
  #lines = new Map();

  /** @param choose told the key of the row that is pressed */
  constructor(body, choose) {
    this.#body = body;
    this.#choose = choose;
  }

  /**
   * @param items each with its key, a title and the texts of its other cells
   * @param chosen the key of the one that is; null if none is
   */
  show(items, chosen) {
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, line] of this.#lines) {
      if (!keys.has(key)) {
        line.remove();
        this.#lines.delete(key);
      }
    }
    items.forEach((item, i) => {
      const line = this.#lines.get(item.key) ?? this.#line(item);
      if (this.#body.children[i] !== line) this.#body.insertBefore(line, this.#body.children[i] ?? null);
      const pressed = item.key === chosen;
      line.toggleAttribute("data-chosen", pressed);
      line.querySelector("button").setAttribute("aria-pressed", pressed);
      item.cells.forEach(({ text }, at) => {
        const cell = line.children[at + 1];
        if (cell.textContent !== text) cell.textContent = text;
      });
    });
  }

  #line({ key, title, cells }) {
    const button = make("button", "choose", title);
    button.type = "button";
    button.addEventListener("click", () => this.#choose(key));
    const line = make("tr", "", make("td", "", button), ...cells.map(({ className }) => make("td", className ?? "")));
    this.#lines.set(key, line);
    return line;
  }
}
