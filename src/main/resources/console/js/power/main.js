// The dashboard of the power pipeline: what the filters leave of each figure, asked again every few seconds.

import { rowsOf } from "../answers.js";
import { byId, write } from "../dom.js";
import { time } from "../format.js";
import { followLink } from "../link.js";
import { linked, showPages } from "../pipelines.js";
import { learn } from "./colours.js";
import { Filters } from "./filters.js";
import { Hourly } from "./hourly.js";
import { UsageMap, Unknown } from "./map.js";
import { Metrics } from "./metrics.js";
import { Pattern } from "./pattern.js";
import { BuildingTypes, TopDevices } from "./ranking.js";

const REFRESH_MILLIS = 5000;

const filters = new Filters(refresh);
const panels = [
  new Hourly(),
  Pattern.byHourOfDay(),
  Pattern.byDayOfWeek(),
  new BuildingTypes(),
  new TopDevices(refresh),
  new UsageMap(),
  new Unknown(),
  new Metrics(refresh),
];
/** For which filters each panel has its values, and since when. */
const shown = new Map();
let asking;
let timer;

/** All figures are of one moment or so; what is asked anew while they come, counts. */
async function refresh() {
  clearTimeout(timer);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  if (document.hidden) return;
  if (filters.problem) {
    blankAll("Mend the filters first: what is wrong is said above.");
    return;
  }
  const begun = performance.now();
  byId("main").setAttribute("aria-busy", panels.some((panel) => shown.get(panel)?.key !== filters.key));
  // First, as the colours depend on them.
  const failures = [await offerTypes(signal)];
  failures.push(...(await Promise.all(panels.map((panel) => ask(panel, signal)))));
  if (signal.aborted) return;
  byId("main").setAttribute("aria-busy", false);
  tell(failures.find(Boolean));
  // Where answers take long, half of the time is left to others.
  timer = setTimeout(refresh, Math.max(REFRESH_MILLIS, performance.now() - begun));
}

/** The reason if there was no answer; nothing if there was, or if it is wanted no more. */
async function ask(panel, signal) {
  const { key, parameters } = filters;
  try {
    const rows = await rowsOf(panel.query, panel.parametersOf?.(parameters, filters) ?? parameters, signal);
    if (signal.aborted) return null;
    panel.show(rows, filters);
    shown.set(panel, { key, at: Date.now() });
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    // Values of other filters would be taken for those of these.
    if (shown.get(panel)?.key !== key) blank(panel, error.message);
    return error.message;
  }
}

async function offerTypes(signal) {
  try {
    const rows = await rowsOf("building_choices", {}, signal);
    if (signal.aborted) return null;
    const types = rows.map(({ building_type }) => building_type);
    learn(types);
    filters.offer(types);
    return null;
  } catch (error) {
    return signal.aborted ? null : error.message;
  }
}

function tell(reason) {
  const oldest = Math.min(...[...shown.values()].map(({ at }) => at));
  const kept = Number.isFinite(oldest) ? `; the page shows values of ${time(oldest)}` : "";
  write(byId("notice"), reason ? `${reason}${kept}. This page recovers by itself.` : "");
}

function blank(panel, reason) {
  shown.delete(panel);
  panel.blank(reason);
}

function blankAll(reason) {
  for (const panel of panels) blank(panel, reason);
  byId("main").setAttribute("aria-busy", false);
  tell(null);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
byId("queries").href = linked("/api/queries");
showPages();
followLink();
refresh();
