// How far the users of each variant came.

import { colourOf } from "../chart.js";
import { byId, make } from "../dom.js";
import { count, percent } from "../format.js";
import { mark } from "./comparison.js";

const STAGES = [
  { name: "assigned", label: "Assigned" },
  { name: "exposed", label: "Saw it" },
  { name: "converted", label: "Converted" },
];

export function showFunnel(rows, variants) {
  const of = new Map(rows.map((row) => [row.variant_id, row]));
  byId("funnel").replaceChildren(...variants.map((variant, i) => column(variant, i, of.get(variant.variant_id))));
}

function column(variant, index, row) {
  const all = row?.assigned ?? 0;
  const steps = STAGES.map(({ name, label }, i) => {
    const here = row?.[name] ?? 0;
    const before = i === 0 ? all : (row?.[STAGES[i - 1].name] ?? 0);
    const bar = make("span", "funnel-bar");
    bar.dataset.series = colourOf(index);
    // Through the object model, which the page's policy allows.
    bar.style.width = `${all > 0 ? Math.max((100 * here) / all, 0.5) : 0}%`;
    const share = i > 0 && before > 0 ? make("small", "", ` ${percent(here / before)} of those before`) : "";
    return make("li", "", make("span", "funnel-label", label), make("span", "funnel-track", bar), make("span", "funnel-count", make("b", "", count(here)), share));
  });
  const note = row?.sessions_per_user == null ? "" : `${row.sessions_per_user.toFixed(1)} sessions a user, ${(row.seconds_per_user / 60).toFixed(0)} min in them`;
  return make("div", "funnel-variant", make("h3", "", mark(index), variant.variant_name), make("ol", "", ...steps), make("p", "note", note));
}
