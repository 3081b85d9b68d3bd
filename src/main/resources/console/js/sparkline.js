// The last two minutes of a rate, kept in the page.

import { svg } from "./svg.js";

const SPAN_MILLIS = 120_000;
const FIRST_SPAN_MILLIS = 30_000;
const GAP_MILLIS = 5000;
const WIDTH = 240;
const HEIGHT = 36;

export class Sparkline {
  #points = [];
  #line = svg("path", { class: "line" });
  #area = svg("path", { class: "area" });
  element = svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    this.#area,
    this.#line,
  );

  add(millis, rate) {
    const last = this.#points.at(-1);
    if (rate == null || (last && millis <= last.millis)) return;
    this.#points.push({ millis, rate });
    this.#points = this.#points.filter((point) => millis - point.millis <= SPAN_MILLIS);
    this.#draw(millis);
  }

  #draw(now) {
    const top = Math.max(1, ...this.#points.map((point) => point.rate)) * 1.25;
    const span = Math.max(FIRST_SPAN_MILLIS, now - this.#points[0].millis);
    const x = (point) => (WIDTH * (1 - (now - point.millis) / span)).toFixed(1);
    const y = (point) => (HEIGHT - 1 - (HEIGHT - 2) * (point.rate / top)).toFixed(1);
    let line = "";
    let area = "";
    for (const run of this.#runs()) {
      const path = run.map((point) => `${x(point)} ${y(point)}`).join("L");
      line += `M${path}`;
      area += `M${x(run[0])} ${HEIGHT}L${path}L${x(run.at(-1))} ${HEIGHT}Z`;
    }
    this.#line.setAttribute("d", line);
    this.#area.setAttribute("d", area);
  }

  /** Runs without a gap: no line is drawn over a time that nothing is known of. */
  #runs() {
    const runs = [];
    let previous = -Infinity;
    for (const point of this.#points) {
      if (point.millis - previous > GAP_MILLIS) runs.push([]);
      runs.at(-1).push(point);
      previous = point.millis;
    }
    return runs;
  }
}
