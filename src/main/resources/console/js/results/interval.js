// An estimate and its interval as a line with a dot, on a scale that all rows of a column share.

import { svg } from "../svg.js";

const WIDTH = 150;
const HEIGHT = 18;
const EDGE = 5;

/** @param scale {least, most}; zero is drawn where it is on it */
export function interval({ least, most }, estimate, low, high, format) {
  const mark = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, class: "interval-mark", role: "img" });
  const x = (value) => EDGE + ((WIDTH - 2 * EDGE) * (value - least)) / (most - least);
  mark.append(svg("line", { class: "zero", x1: x(0), x2: x(0), y1: 1, y2: HEIGHT - 1 }));
  if (estimate == null) {
    mark.setAttribute("aria-label", "not known yet");
    return mark;
  }
  const label = low == null ? format(estimate) : `${format(estimate)}, from ${format(low)} to ${format(high)}`;
  mark.setAttribute("aria-label", label);
  mark.append(svg("title", {}, label));
  if (low != null) mark.append(svg("line", { class: "range", x1: x(low), x2: x(high), y1: HEIGHT / 2, y2: HEIGHT / 2 }));
  mark.append(svg("circle", { cx: x(estimate), cy: HEIGHT / 2, r: 4 }));
  return mark;
}
