// The topology on the page: its drawing, how late each part is, and the node that is chosen.

import { chosen, remember } from "../address.js";
import { answer } from "../answers.js";
import { byId, write } from "../dom.js";
import { Detail } from "./detail.js";
import { Drawing } from "./drawing.js";
import { figuresOf } from "./figures.js";
import { Hops } from "./hops.js";

const RETRY_MILLIS = 3000;

export class TopologyPanel {
  #drawing = new Drawing(byId("topology"), (id) => this.#toggle(id));
  #detail = new Detail(() => this.#close());
  #hops = new Hops();
  #topology;
  #figures;

  async start() {
    try {
      this.#topology = await answer("/api/topology");
    } catch (error) {
      write(byId("topology-note"), `${error.message}. The drawing comes as soon as it does.`);
      setTimeout(() => this.start(), RETRY_MILLIS);
      return;
    }
    write(byId("topology-note"), "");
    this.#drawing.draw(this.#topology);
    if (this.#figures) this.show(this.#figures);
    if (this.#drawing.node(chosen("node"))) this.#open(chosen("node"));
  }

  show(figures) {
    this.#figures = figures;
    this.#hops.show(figures.traffic.hops);
    if (!this.#topology) return;
    this.#drawing.show(figuresOf(figures, this.#topology));
    const { away } = figures.traffic;
    write(byId("topology-note"), away ? `${away}: what is in topics, and what is to be read, may be more than this` : "");
  }

  #toggle(id) {
    if (this.#detail.id === id) {
      this.#close();
    } else {
      this.#open(id);
      byId("node").focus({ preventScroll: true });
    }
  }

  #open(id) {
    remember("node", id);
    this.#drawing.mark(id);
    byId("topology-body").classList.add("open");
    this.#detail.show(this.#drawing.node(id));
  }

  #close() {
    const { id } = this.#detail;
    remember("node", null);
    this.#drawing.mark(null);
    byId("topology-body").classList.remove("open");
    this.#detail.hide();
    this.#drawing.focus(id);
  }
}
