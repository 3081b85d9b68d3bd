// What an input may be, searched by the server while one types: there may be 100,000s.

import { rowsOf } from "../answers.js";
import { byId } from "../dom.js";

const REST_MILLIS = 150;

export class Suggestions {
  #input;
  #list;
  #query;
  #narrowed;
  #optionOf;
  #timer;
  #asking;

  /**
   * @param narrowed parameters of the query beside what is searched
   * @param optionOf the value and the label of a row
   * @param onTaken called with the input when one of them was chosen
   */
  constructor(input, query, narrowed, optionOf, onTaken) {
    this.#input = input;
    this.#list = byId(input.getAttribute("list"));
    this.#query = query;
    this.#narrowed = narrowed;
    this.#optionOf = optionOf;
    input.addEventListener("focus", () => this.#ask());
    input.addEventListener("input", ({ inputType }) => {
      clearTimeout(this.#timer);
      // Whoever types makes an input of a kind; a choice from the list is one of none, or a replacement.
      if (!inputType || inputType === "insertReplacementText") onTaken(input);
      else this.#timer = setTimeout(() => this.#ask(), REST_MILLIS);
    });
  }

  async #ask() {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    try {
      const rows = await rowsOf(this.#query, { search: this.#input.value.trim(), ...this.#narrowed() }, signal);
      if (signal.aborted) return;
      this.#list.replaceChildren(
        ...rows.map(this.#optionOf).map(([value, label]) => Object.assign(document.createElement("option"), { value, label })),
      );
    } catch {
      // Without suggestions one can still type; that nothing answers is told by the page's figures.
      this.#list.replaceChildren();
    }
  }
}
