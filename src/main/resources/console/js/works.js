// What takes a while, or needs a person: a line for each, kept while it lasts.

import { byId, make, write } from "./dom.js";
import { count, rate, share } from "./format.js";

const KINDS = {
  SNAPSHOT: { title: "Reading", unit: "rows" },
  BACKFILL: { title: "Reading again", unit: "rows" },
  RESTATE: { title: "Making rows anew for", unit: "rows" },
  FILL: { title: "Counting from all rows", unit: "rows" },
  FOLD: { title: "Folding the bases of", unit: "parts" },
};

const NOTHING = "No table is being read, no view restated, no aggregate filled or folded";

export class WorkLines {
  #lines = new Map();

  show({ works: { works, away }, corrections: { refused } }) {
    const wanted = works.map((work) => [`${work.kind} ${work.name} ${work.detail}`, work]);
    const names = new Set(wanted.map(([name]) => name));
    for (const [name, line] of this.#lines) {
      if (!names.has(name)) {
        line.element.remove();
        this.#lines.delete(name);
      }
    }
    for (const [name, work] of wanted) {
      if (!this.#lines.has(name)) {
        const line = new WorkLine(work);
        this.#lines.set(name, line);
        byId("works").append(line.element);
      }
      this.#lines.get(name).show(work);
    }
    byId("works").hidden = works.length === 0;
    showRefused(refused);
    const nothing = works.length === 0 ? NOTHING : "";
    write(byId("works-note"), away ? `${away}: what is read again or restated may be further than this` : nothing);
  }
}

function showRefused(refused) {
  byId("refused").hidden = refused === 0;
  const many = refused === 1 ? "1 correction was" : `${count(refused)} corrections were`;
  write(byId("refused"), `${many} refused: of rows older than their table keeps, so that their buckets are frozen`);
}

class WorkLine {
  #unit;
  #bar = make("progress");
  #text = make("span", "note");
  element;

  constructor({ kind, name, detail }) {
    const { title, unit } = KINDS[kind];
    this.#unit = unit;
    this.#bar.setAttribute("aria-label", `${title} ${name}`);
    this.element = make("li", "", make("span", "", `${title} `, make("code", "", name), detail ? `, ${detail}` : ""), this.#bar, this.#text);
  }

  show({ done, of, perSecond, paused, waits }) {
    const known = of >= 0;
    this.#bar.hidden = !known;
    if (known) {
      // What is estimated may turn out to be more.
      this.#bar.max = Math.max(1, of, done);
      this.#bar.value = done;
    }
    const much = known ? `${count(done)} of ${count(of)} ${this.#unit}` : `${count(done)} ${this.#unit}`;
    const part = known ? share(Math.min(done, of), of) : "";
    const speed = !paused && perSecond > 0 ? `${rate(perSecond)} per s` : "";
    const rests = paused ? "paused" : waits ? `waits for ${waits}` : "";
    write(this.#text, [much, part, speed, rests].filter(Boolean).join(", "));
  }
}
