// The library that draws charts, which comes in its own time.

import { byId } from "./dom.js";

export function library() {
  if (window.echarts) return Promise.resolve();
  return new Promise((resolve) => byId("charting").addEventListener("load", resolve, { once: true }));
}
