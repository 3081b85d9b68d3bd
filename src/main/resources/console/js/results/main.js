// The page of results: which experiments there are, and all about the one that is chosen. What is
// chosen lives in the address, so that a view can be shared.

import { chosen as remembered, remember } from "../address.js";
import { rowsOf } from "../answers.js";
import { byId, write } from "../dom.js";
import { time } from "../format.js";
import { followLink } from "../link.js";
import { linked, showPages } from "../pipelines.js";
import { Behaviour } from "./behaviour.js";
import { showCohorts, showTouches } from "./cohorts.js";
import { showComparison, showList } from "./comparison.js";
import { Course } from "./course.js";
import { showFunnel } from "./funnel.js";
import { Journey } from "./journey.js";

const REFRESH_MILLIS = 5000;

const choices = { measure: "conversions", step: "daily", by: "device" };
const course = new Course();
const behaviour = new Behaviour();
const journey = new Journey((user) => remember("user", user));
let chosen = remembered("experiment");
let asking;
let shownAt;
let timer;

for (const name of Object.keys(choices)) {
  const inputs = [...document.querySelectorAll(`#${name} input`)];
  const asked = inputs.find((input) => input.value === remembered(name));
  if (asked) asked.checked = true;
  choices[name] = inputs.find((input) => input.checked).value;
  byId(name).addEventListener("change", (event) => {
    choices[name] = event.target.value;
    remember(name, event.target.value);
    refresh();
  });
}

function choose(experiment) {
  if (experiment === chosen) return;
  chosen = experiment;
  remember("experiment", experiment);
  refresh();
}

/** All figures are of one moment or so, and drawn when all are there; what is asked anew while they come, counts. */
async function refresh() {
  clearTimeout(timer);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  try {
    if (!document.hidden) await show(signal);
  } catch (error) {
    if (signal.aborted) return;
    const kept = shownAt ? `; the page shows values of ${time(shownAt)}` : "";
    write(byId("notice"), `${error.message}${kept}. This page recovers by itself.`);
  }
  timer = setTimeout(refresh, REFRESH_MILLIS);
}

async function show(signal) {
  const performance = await rowsOf("performance", {}, signal);
  const experiments = byExperiment(performance);
  chosen = experiments.has(chosen) ? chosen : (experiments.keys().next().value ?? null);
  showList(experiments, chosen, choose);
  byId("chosen").hidden = chosen == null;
  if (chosen == null) return;
  const variants = experiments.get(chosen);
  const of = (query, more) => rowsOf(query, { experiment: chosen, ...more }, signal);
  const [funnel, points, events, cohorts, touches, users] = await Promise.all([
    of("funnel"),
    of(choices.step),
    of("behaviour", { by: choices.by }),
    of("cohorts"),
    of("touches"),
    of("latest_users"),
  ]);
  showComparison(variants);
  showFunnel(funnel, variants);
  course.show(points, variants, choices);
  behaviour.show(events, choices.by);
  showCohorts(cohorts);
  showTouches(touches);
  journey.suggest(users);
  shownAt = Date.now();
  await journey.show(remembered("user"), signal);
  write(byId("notice"), "");
}

function byExperiment(rows) {
  const experiments = new Map();
  for (const row of rows) experiments.set(row.experiment_id, [...(experiments.get(row.experiment_id) ?? []), row]);
  return experiments;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
byId("queries").href = linked("/api/queries");
showPages();
followLink();
refresh();
