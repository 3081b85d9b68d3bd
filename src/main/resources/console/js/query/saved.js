// The queries that are saved: those of the pipeline's file, and those that were kept in this browser.

import { answer } from "../answers.js";
import { byId, make } from "../dom.js";

const KEPT = "prejoin-queries";

export class Saved {
  #use;
  #shipped = [];

  /** @param use told the SQL of the one that is pressed, and the usual values of its parameters */
  constructor(use) {
    this.#use = use;
    byId("keep").addEventListener("click", () => this.#keep());
    byId("keep-name").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#keep();
    });
  }

  async show() {
    this.#shipped = (await answer("/api/queries")).queries;
    this.#draw();
  }

  #keep() {
    const name = byId("keep-name").value.trim();
    const sql = byId("sql").value.trim();
    if (!name || !sql) {
      byId(name ? "sql" : "keep-name").focus();
      return;
    }
    write({ ...kept(), [name]: sql });
    byId("keep-name").value = "";
    this.#draw();
  }

  #draw() {
    const own = Object.entries(kept()).map(([name, sql]) => {
      const remove = make("button", "remove", "Remove");
      remove.type = "button";
      remove.setAttribute("aria-label", `Remove ${name}`);
      remove.addEventListener("click", () => {
        const { [name]: gone, ...rest } = kept();
        write(rest);
        this.#draw();
        byId("keep-name").focus();
      });
      return make("li", "", this.#button(name, "kept in this browser", sql, {}), remove);
    });
    const shipped = this.#shipped.map(({ name, about, sql, parameters }) => {
      const usual = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.usual]));
      return make("li", "", this.#button(name, about, sql, usual));
    });
    const none = own.length + shipped.length > 0 ? [] : [make("li", "none", "None; Keep saves one here")];
    byId("saved").replaceChildren(...own, ...shipped, ...none);
  }

  #button(name, about, sql, usual) {
    const button = make("button", "word", make("code", "", name), make("small", "", about));
    button.type = "button";
    button.addEventListener("click", () => this.#use(sql, usual));
    return button;
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function write(queries) {
  localStorage.setItem(KEPT, JSON.stringify(queries));
}
