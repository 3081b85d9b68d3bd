// How late rows are at each part of their way, counted from the source's commit.

import { byId, make, write } from "../dom.js";
import { count, seconds } from "../format.js";

const HOPS = {
  capture: { title: "Capture", what: "in Kafka" },
  topology: { title: "Topology", what: "joined, in Kafka" },
  sink: { title: "Sink", what: "in ClickHouse, visible" },
};

export class Hops {
  #hops = new Map();

  show(hops) {
    if (this.#hops.size === 0) {
      for (const { name } of hops) this.#hops.set(name, new Hop(HOPS[name]));
      byId("hops").replaceChildren(...[...this.#hops.values()].map((hop) => hop.element));
    }
    for (const hop of hops) this.#hops.get(hop.name).show(hop);
  }
}

class Hop {
  #median = make("b");
  #rest = make("span", "note");
  element;

  constructor({ title, what }) {
    this.element = make("li", "hop", make("span", "hop-name", title), make("span", "note", what), this.#median, this.#rest);
  }

  show({ p50Seconds, p99Seconds, lag }) {
    write(this.#median, seconds(p50Seconds));
    const late = p99Seconds == null ? "not measured here now" : `p99 ${seconds(p99Seconds)}`;
    write(this.#rest, lag < 0 ? late : `${late} · ${count(lag)} to read`);
  }
}
