// The pipeline's name, how it is, how fresh it is, and each component.

import { byId, make, write } from "./dom.js";
import { bytes, count, seconds } from "./format.js";

const WORDS = { CREATED: "Starting", RUNNING: "Running", WAITING: "Waiting", STOPPED: "Stopped", FAILED: "Failed" };

const STALE_MILLIS = 15_000;
let fresh = performance.now();

export function showState(report) {
  write(byId("pipeline"), report.pipeline);
  document.title = `${report.pipeline} · prejoin`;
  const text = sentence(report);
  const state = byId("state");
  if (state.textContent !== text || !state.querySelector(".dot")) state.replaceChildren(dot(report.state), text);
  showComponents(report.components);
}

function sentence({ state, components }) {
  if (components.length === 0) return WORDS.CREATED;
  if (state === "RUNNING") return "All components are running";
  const concerned = components.filter((component) => component.state === state).map((component) => component.name);
  return `${WORDS[state]}: ${concerned.join(", ")}`;
}

export function showFreshness({ p50Seconds, p99Seconds, staleBuckets, deadLetters }) {
  write(byId("p50"), seconds(p50Seconds));
  write(byId("p99"), seconds(p99Seconds));
  showConcern(byId("stale-buckets"), staleBuckets, staysStale(staleBuckets));
  showConcern(byId("dead-letters"), deadLetters, deadLetters > 0);
}

export function showMemory({ used, most }) {
  write(byId("memory"), bytes(used));
  byId("memory").title = `of the heap of this process, which may grow to ${bytes(most)}`;
}

/** Every correction makes its buckets stale for a moment: that they stay so is worth a look. */
function staysStale(buckets) {
  const now = performance.now();
  if (buckets === 0) fresh = now;
  return now - fresh > STALE_MILLIS;
}

function showConcern(element, number, concerns) {
  write(element, count(number));
  element.toggleAttribute("data-attention", concerns);
}

function showComponents(components) {
  const list = byId("components");
  const seen = JSON.stringify(components);
  if (list.dataset.seen === seen) return;
  list.dataset.seen = seen;
  list.replaceChildren(
    ...components.map(({ name, state, message }) => {
      const how = make("span", "how", dot(state), WORDS[state]);
      how.dataset.state = state;
      return make("li", "", make("span", "who", name), how, make("span", "what", message));
    }),
  );
  if (components.length === 0) list.append(make("li", "", make("span", "what", "No component has started yet")));
}

function dot(state) {
  const mark = make("span", "dot");
  mark.dataset.state = state;
  mark.setAttribute("aria-hidden", "true");
  return mark;
}
