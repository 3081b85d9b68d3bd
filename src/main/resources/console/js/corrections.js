// What changed of rows that had landed before: a card for each kind, which moves while it happens.

import { byId, make, write } from "./dom.js";
import { count, fitting, rate, share } from "./format.js";
import { Sparkline } from "./sparkline.js";

const CARDS = [
  { name: "mended", title: "Mended", what: "rows updated" },
  { name: "removed", title: "Removed", what: "rows deleted, or kept out by a rule since" },
  { name: "restated", title: "Restated", what: "rows made anew, as metadata came, changed or went" },
  { name: "buckets", title: "Counted anew", what: "buckets of aggregates" },
];

export class CorrectionCards {
  #root;
  #hint;
  #usualHint;
  #cards;
  #waiting;

  constructor(root, hint) {
    this.#root = root;
    this.#hint = hint;
    this.#usualHint = hint.textContent;
  }

  show({ at, corrections }) {
    if (!this.#cards) this.#build();
    const millis = Date.parse(at);
    for (const card of this.#cards) card.show(corrections[card.name], millis);
    this.#waiting.show(corrections.waitingKeys, millis);
    showWorks(corrections);
    const nothing = CARDS.every(({ name }) => corrections[name].all === 0) && corrections.waitingKeys === 0;
    write(this.#hint, nothing ? "Nothing of history has changed since this start" : this.#usualHint);
  }

  #build() {
    this.#cards = CARDS.map((each) => new CountCard(each));
    this.#waiting = new WaitingCard();
    this.#root.replaceChildren(...[...this.#cards, this.#waiting].map((card) => card.element));
    this.#root.removeAttribute("aria-busy");
  }
}

/** What is rare, and takes long or needs a person. */
function showWorks({ refused, fillings }) {
  const works = fillings.map(({ aggregate, rows, counted, paused }) => {
    const text = `${count(counted)} of ${count(rows)} rows, ${share(counted, rows) || "none yet"}${paused ? ", paused" : ""}`;
    const bar = make("progress");
    bar.max = Math.max(1, rows);
    bar.value = counted;
    bar.setAttribute("aria-label", `${aggregate}, counted`);
    return make("li", "", make("span", "", "Counting ", make("code", "", aggregate), " from all rows"), bar, make("span", "note", text));
  });
  if (refused > 0) {
    const many = refused === 1 ? "1 correction was" : `${count(refused)} corrections were`;
    const item = make("li", "", `${many} refused`, make("span", "note", "of rows older than their table keeps: their buckets are frozen"));
    item.dataset.attention = "";
    works.push(item);
  }
  byId("works").hidden = works.length === 0;
  byId("works").replaceChildren(...works);
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
