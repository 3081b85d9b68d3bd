// The page of quality: what is put aside and why, what waits, and the jobs that count, compare and send again. What is chosen lives in the address, so that a view can be shared.

import { byId, write } from "../dom.js";
import { time } from "../format.js";
import { followLink } from "../link.js";
import { linked, showPages } from "../pipelines.js";
import { BalancePanel } from "./balance.js";
import { Jobs } from "./jobs.js";
import { LettersPanel } from "./letters.js";
import { RejectsPanel } from "./rejects.js";
import { VerifyPanel } from "./verify.js";
import { WaitingPanel } from "./waiting.js";

const REFRESH_MILLIS = 5000;
const WHILE_ONE_RUNS_MILLIS = 1000;

const jobs = new Jobs(refreshJobs);
const panels = [new RejectsPanel(jobs, refresh), new LettersPanel(jobs), new WaitingPanel()];
const ofJobs = [...panels.slice(0, 2), new BalancePanel(jobs), new VerifyPanel(jobs)];
/** When each panel had its values. */
const shown = new Map();
let asking;
let timer;
let jobsTimer;

/** Each panel for itself: what one server does not tell leaves the others. */
async function refresh() {
  clearTimeout(timer);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  if (!document.hidden) {
    const failures = await Promise.all(panels.map((panel) => ask(panel, signal)));
    if (signal.aborted) return;
    tell(failures.find(Boolean));
  }
  timer = setTimeout(refresh, REFRESH_MILLIS);
}

/** The reason if there was no answer; nothing if there was, or if it is wanted no more. */
async function ask(panel, signal) {
  try {
    await panel.refresh(signal);
    shown.set(panel, Date.now());
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    if (!shown.has(panel)) panel.blank(`${error.message}.`);
    return error.message;
  }
}

function tell(reason) {
  const oldest = Math.min(...shown.values());
  const kept = Number.isFinite(oldest) ? `; the page shows values of ${time(oldest)}` : "";
  write(byId("notice"), reason ? `${reason}${kept}. This page recovers by itself.` : "");
}

async function refreshJobs() {
  clearTimeout(jobsTimer);
  if (!document.hidden) {
    const before = jobs.running;
    await jobs.refresh();
    for (const panel of ofJobs) panel.showJob();
    // What a replay has done shows in the counts.
    if (before && !jobs.running) refresh();
  }
  jobsTimer = setTimeout(refreshJobs, jobs.running ? WHILE_ONE_RUNS_MILLIS : REFRESH_MILLIS);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  refresh();
  refreshJobs();
});
for (const link of document.querySelectorAll(".foot a")) link.href = linked(link.getAttribute("href"));
showPages();
followLink();
refresh();
refreshJobs();
