import { CorrectionCards } from "./corrections.js";
import { byId, write } from "./dom.js";
import { DriftPanel } from "./drift.js";
import { Flow } from "./flow.js";
import { time } from "./format.js";
import { listen } from "./live.js";
import { CorrectionLog } from "./log.js";
import { linked, showPages } from "./pipelines.js";
import { showFreshness, showMemory, showState } from "./summary.js";
import { TopologyPanel } from "./topology/panel.js";
import { WorkLines } from "./works.js";

const flow = new Flow(byId("flow"), byId("flow-hint"));
const valuesOf = (at) => (at ? `showing values of ${time(at)}` : "there are no values yet");
const corrections = new CorrectionCards(byId("corrections"), byId("corrections-hint"));
const works = new WorkLines();
const topology = new TopologyPanel();
const log = new CorrectionLog();
let shownAt = null;

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
      enter(shownAt ? "away" : "loading", "Waiting", `${report.problem}; ${valuesOf(shownAt)}. This page recovers by itself.`);
    } else {
      enter("live", `Live, ${time(shownAt)}`, "");
    }
  },
  onSilence: () => {
    enter(shownAt ? "silent" : "loading", "Connecting", `The console does not answer; ${valuesOf(shownAt)}. Trying again.`);
  },
});

new DriftPanel().start();
showPages();
topology.start();
