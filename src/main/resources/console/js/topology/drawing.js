// The topology as a picture that lives: nodes say what goes on in them, and edges move while rows do.

import { write } from "../dom.js";
import { svg } from "../svg.js";

const CORNER = 8;
const TIP = 6;

export class Drawing {
  #root;
  #choose;
  #nodes = new Map();
  #edges = [];

  /** @param choose told the id of the node that is chosen */
  constructor(root, choose) {
    this.#root = root;
    this.#choose = choose;
  }

  draw({ width, height, nodes, edges }) {
    this.#root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#root.style.maxWidth = `${width}px`;
    this.#root.style.minWidth = `${Math.min(width, 560)}px`;
    this.#edges = edges.map((edge) => new Edge(edge));
    this.#nodes = new Map(nodes.map((node) => [node.id, new Node(node, this.#choose)]));
    this.#root.replaceChildren(...this.#edges.map((each) => each.element), ...[...this.#nodes.values()].map((each) => each.element));
  }

  /** @param figures of nodes by their ids, each {text, busy, attention} */
  show(figures) {
    for (const [id, node] of this.#nodes) node.show(figures.get(id));
    for (const edge of this.#edges) edge.show(figures.get(edge.from)?.busy && figures.get(edge.to)?.busy !== false);
  }

  mark(id) {
    for (const node of this.#nodes.values()) node.mark(node.id === id);
  }

  /** Back to a node whose details were closed. */
  focus(id) {
    this.#nodes.get(id)?.element.focus({ preventScroll: true });
  }

  node(id) {
    return this.#nodes.get(id)?.node;
  }
}

class Node {
  #figure;
  #label;
  element;

  constructor(node, choose) {
    this.node = node;
    this.id = node.id;
    const { x, y, width, height, kind, name, lines } = node;
    const line = (className, down, text) => svg("text", { class: className, x: x + 14, y: y + down }, text);
    this.#figure = line("figure", 37 + 16 * lines.length, "");
    this.#label = `${name}, ${node.what}`;
    this.element = svg(
      "g",
      { class: `box ${kind}`, role: "button", tabindex: 0, "aria-label": this.#label, "aria-pressed": false },
      svg("rect", { x, y, width, height, rx: kind === "view" ? 12 : 5 }),
      line("title", 20, name),
      ...lines.map((text, i) => line("line", 37 + 16 * i, text)),
      this.#figure,
    );
    this.element.addEventListener("click", () => choose(node.id));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(node.id);
    });
  }

  show(figure) {
    write(this.#figure, figure?.text ?? "");
    this.element.classList.toggle("attention", figure?.attention ?? false);
    const label = figure?.text ? `${this.#label}: ${figure.text}` : this.#label;
    if (this.element.getAttribute("aria-label") !== label) this.element.setAttribute("aria-label", label);
  }

  mark(chosen) {
    this.element.setAttribute("aria-pressed", chosen);
  }
}

class Edge {
  element;

  constructor({ from, to, kind, points }) {
    this.from = from;
    this.to = to;
    const end = points.at(-1);
    this.element = svg(
      "g",
      { class: `edge ${kind}` },
      svg("path", { class: "way", d: pathOf(points) }),
      // Nodes lie in layers from top to bottom, so every edge comes from above.
      svg("path", { class: "tip", d: `M${end.x} ${end.y} l-4 -8 h8 z` }),
    );
  }

  show(busy) {
    this.element.classList.toggle("busy", Boolean(busy));
  }
}

/** With corners that are round. */
function pathOf(points) {
  const end = points.at(-1);
  const corners = points.slice(1, -1).map((corner, i) => {
    const before = towards(corner, points[i]);
    const after = towards(corner, points[i + 2]);
    return `L${before.x} ${before.y} Q${corner.x} ${corner.y} ${after.x} ${after.y}`;
  });
  return `M${points[0].x} ${points[0].y} ${corners.join(" ")} L${end.x} ${end.y - TIP}`;
}

function towards(corner, next) {
  const dx = next.x - corner.x;
  const dy = next.y - corner.y;
  const length = Math.hypot(dx, dy);
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: corner.x + dx * part, y: corner.y + dy * part };
}
