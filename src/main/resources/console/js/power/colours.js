// The colour of each building type: the same in every chart, whatever the filters.

import { make } from "../dom.js";

/** So many have one of their own; further ones share the last. */
const COLOURS = 9;
let types = [];

export function learn(all) {
  types = all;
}

/** Its number; of devices without metadata none. */
const numberOf = (type) => {
  if (type === "") return "none";
  const index = types.indexOf(type);
  return index < 0 ? COLOURS - 1 : Math.min(index, COLOURS - 1);
};

/** The name of the style's property. */
export const colourOf = (type) => `--type-${numberOf(type)}`;

/** A square of it, for a legend. */
export function mark(type) {
  const made = make("span", "type-mark");
  made.dataset.type = numberOf(type);
  made.setAttribute("aria-hidden", "true");
  return made;
}
