// What the figures of an experiment mean, in plain language. Nothing of the page is in here.

import { change, count, percent, roughly } from "../format.js";

/**
 * @param variants rows of the view experiment_performance of one experiment
 * @returns {kind, short, sentences}; kind: distrust, none, wins, loses or open
 */
export function verdictOf(variants) {
  const control = variants.find((variant) => variant.is_control);
  const others = variants.filter((variant) => !variant.is_control);
  const sentences = others.map((each) => sentence(each, control));
  if (variants.some((variant) => variant.sample_ratio_mismatch)) {
    return { kind: "distrust", short: "Not to be trusted", sentences: [mismatch(variants), ...sentences] };
  }
  const winners = others.filter((each) => each.significant && each.lift > 0);
  if (winners.length > 0) {
    const best = winners.reduce((a, b) => (b.lift > a.lift ? b : a));
    return { kind: "wins", short: `${best.variant_name} wins`, sentences };
  }
  if (others.length > 0 && others.every((each) => each.significant)) {
    return { kind: "loses", short: `${control.variant_name} wins`, sentences };
  }
  const seen = variants.some((variant) => variant.exposed_users > 0);
  return { kind: seen ? "open" : "none", short: seen ? "Not yet" : "No users yet", sentences };
}

/** Users who are still missing in each variant for a difference like the one seen; null if that cannot be said. */
function missingUsers(variant, control) {
  if (variant.users_needed == null) return null;
  return Math.max(0, variant.users_needed - Math.min(variant.exposed_users, control.exposed_users));
}

function sentence(variant, control) {
  const name = variant.variant_name;
  if (control == null) return `${name}: there is no control to compare it with.`;
  if (variant.conversion_rate == null || control.conversion_rate == null) return `${name}: no users have seen it beside the control yet.`;
  const rates = `${percent(variant.conversion_rate)} convert instead of ${percent(control.conversion_rate)}`;
  if (variant.significant) {
    const between = variant.lift == null ? "" : ` (${change(variant.lift)}; between ${change(variant.lift_low)} and ${change(variant.lift_high)})`;
    return `${name} ${variant.conversion_rate > control.conversion_rate ? "is better" : "is worse"}: ${rates}${between}.`;
  }
  const missing = missingUsers(variant, control);
  if (missing == null) return `${name}, not yet: no difference is seen so far (${rates}).`;
  if (missing === 0) return `${name}, not yet: ${rates}, which can still be chance (p = ${variant.p_value.toFixed(3)}).`;
  return `${name}, not yet: ${rates}; if that is the true difference, it needs about ${roughly(missing)} more users per variant.`;
}

function mismatch(variants) {
  const off = variants.reduce((a, b) => (distance(b) > distance(a) ? b : a));
  const all = variants.reduce((sum, variant) => sum + variant.assigned_users, 0);
  return (
    `Something is wrong with how users are assigned: ${percent(off.actual_share)} of ${count(all)} are in ${off.variant_name}, ` +
    `planned were ${percent(off.planned_share)}. Find out why before you believe any of these figures.`
  );
}

const distance = ({ actual_share, planned_share }) => Math.abs(actual_share - planned_share);
