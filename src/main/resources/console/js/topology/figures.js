// What goes on in each node, as its drawing says it. Nothing of the page is in here.

import { count, fitting, rate } from "../format.js";

const BEHIND = 1000;

/**
 * @param figures the overview
 * @returns by the node's id: {text, busy, attention}
 */
export function figuresOf({ layers, traffic }, { nodes, edges }) {
  const topics = new Map(traffic.topics.map((topic) => [topic.name, topic]));
  const rows = new Map(layers.map((layer) => [layer.name, layer]));
  const writes = new Map(edges.filter(({ from, kind }) => from.startsWith("view ") && kind === "rows").map(({ from, to }) => [from, to]));
  const topicOf = (id) => topics.get(id.slice("topic ".length));
  return new Map(
    nodes.map(({ id, kind }) => {
      const name = id.slice(id.indexOf(" ") + 1);
      if (kind === "view") return [id, flowing(topicOf(writes.get(id)))];
      if (kind === "source") return [id, flowing(topics.get(name))];
      if (id.startsWith("topic ")) return [id, waiting(topics.get(name))];
      return [id, stored(rows.get(name), topics.get(name))];
    }),
  );
}

const isBusy = (topic) => topic != null && topic.perSecond > 0;
const speed = ({ perSecond }) => `${rate(perSecond)}/s`;

function flowing(topic) {
  return { text: topic == null ? "" : speed(topic), busy: isBusy(topic), attention: false };
}

function waiting(topic) {
  if (topic == null) return { text: "", busy: false, attention: false };
  const lag = topic.lag > 0 ? ` · ${count(topic.lag)} to read` : "";
  // More waits than comes in a few seconds.
  const attention = topic.lag > Math.max(BEHIND, 5 * (topic.perSecond ?? 0));
  return { text: `${speed(topic)}${lag}`, busy: isBusy(topic), attention };
}

function stored(layer, topic) {
  if (layer == null) return { text: "", busy: undefined, attention: false };
  return { text: `${fitting(layer.rows)} rows`, busy: topic == null ? layer.rowsPerSecond > 0 : isBusy(topic), attention: false };
}
