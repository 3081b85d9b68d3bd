// The layers as a row of cards. Cards are built when the set of layers changes, else only written to.

import { breakable, make, write } from "./dom.js";
import { count, fitting, rate, share } from "./format.js";
import { Sparkline } from "./sparkline.js";

const REJECTS = ".rejects";
const KINDS = {
  SOURCE: "Source",
  VIEW: "View",
  AGGREGATE: "Aggregate",
  REJECTS: "Rejected",
  DIMENSION: "Dimension",
};

// Parts as they are: what ClickHouse has not merged yet counts, too, and a deleted row until then.
const STORED = new Set(["VIEW", "DIMENSION", "AGGREGATE"]);

export class Flow {
  #root;
  #hint;
  #usualHint;
  #cards = new Map();
  #shape = "";

  constructor(root, hint) {
    this.#root = root;
    this.#hint = hint;
    this.#usualHint = hint.textContent;
  }

  show(figures) {
    const stages = stagesOf(figures.layers);
    const shape = JSON.stringify(stages, (key, value) => (value?.name ? `${value.kind} ${value.name}` : value));
    if (shape !== this.#shape) {
      this.#build(stages);
      this.#shape = shape;
    }
    const rows = new Map(figures.layers.map((layer) => [layer.name, layer.rows]));
    const at = Date.parse(figures.at);
    for (const layer of figures.layers) this.#cards.get(layer.name).show(layer, at, rows);
    const empty = figures.layers.filter((layer) => layer.kind === "SOURCE").every((layer) => layer.rows === 0);
    write(this.#hint, empty ? "Waiting for the first readings" : this.#usualHint);
  }

  #build(stages) {
    const before = this.#cards;
    this.#cards = new Map();
    const card = (layer) => {
      const kept = before.get(layer.name) ?? new Card(layer);
      this.#cards.set(layer.name, kept);
      return kept.element;
    };
    const branch = (layer, way) => make("div", `branch-frame ${way}`, card(layer));
    this.#root.replaceChildren(
      ...stages.map((stage) =>
        make(
          "li",
          "stage",
          card(stage.layers[0]),
          make(
            "div",
            "branches",
            ...stage.layers.slice(1).map((layer) => make("div", "beside", card(layer))),
            ...stage.rejects.map((layer) => branch(layer, "out")),
            ...stage.dimensions.map((layer) => branch(layer, "in")),
          ),
        ),
      ),
    );
    this.#root.removeAttribute("aria-busy");
  }
}

/** Sources, each view, and the aggregates together; rejects at their view, dimensions at the last one. */
function stagesOf(layers) {
  const of = (kind) => layers.filter((layer) => layer.kind === kind);
  const stage = (own) => ({ layers: own, rejects: [], dimensions: [] });
  const views = of("VIEW").map((view) => stage([view]));
  const stages = [stage(of("SOURCE")), ...views, stage(of("AGGREGATE"))].filter((each) => each.layers.length > 0);
  for (const rejects of of("REJECTS")) {
    const home = views.find((view) => view.layers[0].name === viewOf(rejects)) ?? views[0] ?? stages[0];
    home?.rejects.push(rejects);
  }
  (views.at(-1) ?? stages.at(-1))?.dimensions.push(...of("DIMENSION"));
  return stages;
}

const viewOf = (rejects) => rejects.name.slice(0, rejects.name.endsWith(REJECTS) ? -REJECTS.length : undefined);

class Card {
  #rows = make("span");
  #rate = make("b");
  #share = make("span", "share");
  #note = make("p", "note");
  #spark = new Sparkline();
  #branch;

  constructor(layer) {
    this.#branch = layer.kind === "REJECTS" || layer.kind === "DIMENSION";
    const kind = KINDS[layer.kind] ?? "";
    const name = make("h3", "name", ...breakable(layer.name));
    const rows = make("p", "rows", this.#rows, make("small", "", STORED.has(layer.kind) ? " versions" : " rows"), this.#share);
    this.element = make("article", "card");
    if (this.#branch) {
      const top = make("div", "card-top", make("span", "tag", kind), rows);
      this.element.classList.add("branch");
      this.element.append(make("div", "card-body", top, name, this.#note));
    } else {
      const level = layer.name.match(/^l(\d)_/i)?.[1];
      const top = make("div", "card-top", ...(level ? [make("span", "tag", `L${level}`)] : []), make("span", "", kind));
      const speed = make("p", "rate", this.#rate, make("small", "", " rows/s"));
      this.element.append(make("div", "card-body", top, name, rows, speed, this.#note), this.#spark.element);
    }
  }

  show(layer, at, rowsOf) {
    write(this.#rows, fitting(layer.rows));
    this.#rows.title = count(layer.rows);
    write(this.#rate, rate(layer.rowsPerSecond));
    write(this.#note, layer.note ?? "");
    if (!this.#branch) this.#spark.add(at, layer.rowsPerSecond);
    if (layer.kind === "REJECTS") {
      const kept = rowsOf.get(viewOf(layer)) ?? 0;
      write(this.#share, share(layer.rows, layer.rows + kept));
    }
  }
}
