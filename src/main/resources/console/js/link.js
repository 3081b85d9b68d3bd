// The header's word on whether the console answers, and how late the aggregates are; for pages that show no figures of the stream themselves.

import { byId, write } from "./dom.js";
import { seconds } from "./format.js";
import { listen } from "./live.js";
import { linked } from "./pipelines.js";

export function followLink() {
  listen(linked("/api/events"), {
    onReport: ({ figures, problem }) => {
      document.body.dataset.page = problem ? "away" : "live";
      const fresh = figures?.freshness.p50Seconds;
      write(byId("link"), problem ? "Waiting" : fresh == null ? "Live" : `Live, ${seconds(fresh)} behind`);
    },
    onSilence: () => {
      document.body.dataset.page = "silent";
      write(byId("link"), "Connecting");
    },
  });
}
