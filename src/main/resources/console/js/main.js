import { CorrectionCards } from "./corrections.js";
import { byId, write } from "./dom.js";
import { DriftPanel } from "./drift.js";
import { Flow } from "./flow.js";
import { time } from "./format.js";
import { listen } from "./live.js";
import { CorrectionLog } from "./log.js";
import { has, linked, showPages } from "./pipelines.js";
import { showFreshness, showMemory, showState } from "./summary.js";
import { TopologyPanel } from "./topology/panel.js";
import { UsageChart } from "./usage.js";
import { WorkLines } from "./works.js";

const flow = new Flow(byId("flow"), byId("flow-hint"));
const valuesOf = (at) => (at ? `showing values of ${time(at)}` : "there are no values yet");
const corrections = new CorrectionCards(byId("corrections"), byId("corrections-hint"));
const works = new WorkLines();
const topology = new TopologyPanel();
const log = new CorrectionLog();
const usage = new UsageChart();
let shownAt = null;

/** The chart is there for pipelines that have its query. */
async function showChart() {
  if (!(await has("hourly_usage"))) return;
  byId("usage-section").hidden = false;
  usage.start();
}

function enter(page, link, notice) {
  document.body.dataset.page = page;
  write(byId("link"), link);
  write(byId("notice"), notice);
}

listen(linked("/api/events"), {
  onOpen: () => log.reset(),
  onCorrections: (news) => {
    log.show(news);
    corrections.tell(news);
  },
  onReport: (report) => {
    showState(report);
    if (report.figures) {
      shownAt = report.figures.at;
      flow.show(report.figures);
      showFreshness(report.figures.freshness);
      showMemory(report.figures.traffic.memory);
      topology.show(report.figures);
      corrections.show(report.figures);
      works.show(report.figures);
    }
    if (report.problem) {
      usage.pause(report.problem);
      enter(shownAt ? "away" : "loading", "Waiting", `${report.problem}; ${valuesOf(shownAt)}. This page recovers by itself.`);
    } else {
      usage.resume();
      enter("live", `Live, ${time(shownAt)}`, "");
    }
  },
  onSilence: () => {
    usage.pause("The console does not answer");
    enter(shownAt ? "silent" : "loading", "Connecting", `The console does not answer; ${valuesOf(shownAt)}. Trying again.`);
  },
});

new DriftPanel().start();
showPages();
showChart();
topology.start();
