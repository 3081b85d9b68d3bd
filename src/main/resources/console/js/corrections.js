// What changed of rows that had landed before: a card for each kind, which moves while it happens.

import { make, write } from "./dom.js";
import { fitting, rate } from "./format.js";
import { Sparkline } from "./sparkline.js";

const CARDS = [
  { name: "mended", title: "Updated", what: "rows of facts that changed, or are there again" },
  { name: "removed", title: "Removed", what: "rows deleted, or kept out by a rule since" },
  { name: "restated", title: "Restated", what: "rows made anew, as metadata came, changed or went" },
  { name: "buckets", title: "Counted anew", what: "buckets of aggregates, each time that one was" },
];

export class CorrectionCards {
  #root;
  #hint;
  #usualHint;
  #cards;
  #waiting;
  #counts = true;

  constructor(root, hint) {
    this.#root = root;
    this.#hint = hint;
    this.#usualHint = hint.textContent;
  }

  /** Whether this process counts any. */
  tell({ on }) {
    this.#counts = on;
  }

  show({ at, corrections }) {
    if (!this.#cards) this.#build();
    const millis = Date.parse(at);
    for (const card of this.#cards) card.show(corrections[card.name], millis);
    this.#waiting.show(corrections.waitingKeys, millis);
    const nothing = CARDS.every(({ name }) => corrections[name].all === 0) && corrections.waitingKeys === 0;
    const idle = this.#counts ? "No row that had landed has changed since this start" : "This process lands no rows, and counts no corrections";
    write(this.#hint, nothing ? idle : this.#usualHint);
  }

  #build() {
    this.#cards = CARDS.map((each) => new CountCard(each));
    this.#waiting = new WaitingCard();
    this.#root.replaceChildren(...[...this.#cards, this.#waiting].map((card) => card.element));
    this.#root.removeAttribute("aria-busy");
  }
}

function cardOf(title, what, number, unit, second, spark) {
  const rows = make("p", "rows", number, make("small", "", unit));
  const body = make("div", "card-body", make("h3", "kind", title), rows, second, make("p", "note", what));
  return make("li", "card", body, spark.element);
}

class CountCard {
  #all = make("span");
  #rate = make("b");
  #spark = new Sparkline();

  constructor({ name, title, what }) {
    this.name = name;
    this.element = cardOf(title, what, this.#all, "", make("p", "rate", this.#rate, make("small", "", " per s")), this.#spark);
  }

  show({ all, perSecond }, millis) {
    write(this.#all, fitting(all));
    write(this.#rate, rate(perSecond));
    this.#spark.add(millis, perSecond);
  }
}

/** Keys are not counted up: they come and go. */
class WaitingCard {
  #keys = make("span");
  #state = make("p", "rate");
  #spark = new Sparkline();

  constructor() {
    this.element = cardOf("Waiting keys", "of metadata, whose rows are not restated yet", this.#keys, "", this.#state, this.#spark);
  }

  show(keys, millis) {
    write(this.#keys, fitting(keys));
    write(this.#state, keys > 0 ? "being restated" : "none waits");
    this.#spark.add(millis, keys);
  }
}
