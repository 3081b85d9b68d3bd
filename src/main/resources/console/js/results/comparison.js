// The list of experiments, and the variants of the chosen one side by side.

import { colourOf } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { change, count, money, percent } from "../format.js";
import { interval } from "./interval.js";
import { verdictOf } from "./verdict.js";

export function showList(experiments, chosen, choose) {
  const list = byId("experiments");
  list.removeAttribute("aria-busy");
  if (experiments.size === 0) {
    list.replaceChildren(make("li", "none", "There are no experiments yet."));
    return;
  }
  const ids = [...experiments.keys()];
  // The buttons stay the same ones: a click or the focus must not get lost while figures come in.
  if (list.dataset.ids !== JSON.stringify(ids)) {
    list.dataset.ids = JSON.stringify(ids);
    list.replaceChildren(...ids.map((id) => make("li", "", button(id, choose))));
  }
  ids.forEach((id, i) => showCard(list.children[i].firstElementChild, experiments.get(id), id === chosen));
}

function button(id, choose) {
  const made = make(
    "button",
    "card experiment",
    make("span", "experiment-name"),
    make("span", "experiment-users"),
    make("span", "verdict-tag"),
  );
  made.type = "button";
  made.addEventListener("click", () => choose(id));
  return made;
}

function showCard(card, variants, pressed) {
  const [name, users, tag] = card.children;
  const { kind, short } = verdictOf(variants);
  write(name, variants[0].experiment_name);
  write(users, `${variants[0].status} · ${variants.length} variants · ${count(sum(variants, "assigned_users"))} users`);
  write(tag, short);
  tag.dataset.kind = kind;
  card.setAttribute("aria-pressed", pressed);
}

export function showComparison(variants) {
  write(byId("comparison-title"), variants[0].experiment_name);
  write(byId("comparison-hint"), `since ${String(variants[0].started_at).slice(0, 10)}, ${count(sum(variants, "assigned_users"))} users assigned`);
  document.title = `${variants[0].experiment_name} · prejoin`;
  showVerdicts(verdictOf(variants));
  const rates = scale(variants.flatMap(({ rate_low, rate_high }) => [rate_low, rate_high]), 0);
  const lifts = scale(variants.flatMap(({ lift_low, lift_high }) => [lift_low, lift_high]), 0);
  byId("comparison").replaceChildren(...variants.map((variant, i) => row(variant, i, rates, lifts)));
}

function showVerdicts({ kind, sentences }) {
  const verdicts = byId("verdicts");
  const seen = JSON.stringify([kind, sentences]);
  // Read aloud when it changes, and only then.
  if (verdicts.dataset.seen === seen) return;
  verdicts.dataset.seen = seen;
  verdicts.dataset.kind = kind;
  verdicts.replaceChildren(...sentences.map((sentence) => make("p", "", sentence)));
}

function row(variant, index, rates, lifts) {
  const { conversion_rate, rate_low, rate_high, lift, lift_low, lift_high, p_value } = variant;
  const name = make("th", "variant", mark(index), variant.variant_name);
  name.scope = "row";
  if (variant.is_control) name.append(" ", make("span", "tag", "control"));
  return make(
    "tr",
    "",
    name,
    make("td", "", count(variant.exposed_users)),
    make("td", "", count(variant.converted_users)),
    make("td", "interval", interval(rates, conversion_rate, rate_low, rate_high, percent), make("b", "", percent(conversion_rate))),
    variant.is_control
      ? make("td", "interval muted", "compared with this one")
      : make("td", "interval", interval(lifts, lift, lift_low, lift_high, change), make("b", "", change(lift))),
    make("td", variant.significant ? "strong" : "", p_value == null ? "–" : p_value < 0.0001 ? "< 0.0001" : p_value.toFixed(4)),
    make("td", "", money(variant.revenue_per_user)),
    make("td", "", money(variant.revenue_per_conversion)),
    make("td", variant.sample_ratio_mismatch ? "wrong" : "", `${percent(variant.actual_share)}, ${percent(variant.planned_share)}`),
  );
}

/** The colour of a variant, as in the charts. */
export function mark(index) {
  const made = make("span", "variant-mark");
  made.dataset.series = colourOf(index);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** The least and the most that is drawn, with what must be on it. */
function scale(all, always) {
  const known = [...all.filter((value) => value != null), always];
  return { least: Math.min(...known), most: Math.max(...known, Math.min(...known) + 0.01) };
}

const sum = (rows, name) => rows.reduce((all, row) => all + row[name], 0);
