// An estimate and its interval as a line with a dot, on a scale that all rows of a column share.

const WIDTH = 150;
const HEIGHT = 18;
const EDGE = 5;

/** @param scale {least, most}; zero is drawn where it is on it */
export function interval({ least, most }, estimate, low, high, format) {
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, class: "interval-mark", role: "img" });
  const x = (value) => EDGE + ((WIDTH - 2 * EDGE) * (value - least)) / (most - least);
  svg.append(element("line", { class: "zero", x1: x(0), x2: x(0), y1: 1, y2: HEIGHT - 1 }));
  if (estimate == null) {
    svg.setAttribute("aria-label", "not known yet");
    return svg;
  }
  const label = low == null ? format(estimate) : `${format(estimate)}, from ${format(low)} to ${format(high)}`;
  svg.setAttribute("aria-label", label);
  const title = element("title", {});
  title.textContent = label;
  svg.append(title);
  if (low != null) svg.append(element("line", { class: "range", x1: x(low), x2: x(high), y1: HEIGHT / 2, y2: HEIGHT / 2 }));
  svg.append(element("circle", { cx: x(estimate), cy: HEIGHT / 2, r: 4 }));
  return svg;
}

function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
