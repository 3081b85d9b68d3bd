// How fast the records of a node have come, and how many waited, by the minute.

import { Chart, tooltip, values } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { clockOf, compact, count, rate } from "../format.js";

export class Course {
  #moments = [];
  #chart;

  show(moments) {
    this.#moments = moments;
    byId("node-course-part").hidden = moments.length === 0;
    if (moments.length === 0) return;
    this.#chart ??= new Chart(byId("node-course"), (style) => this.#option(style));
    write(byId("node-course-title"), `Records per second, ${span(moments)}`);
    const { perSecond, lag } = moments.at(-1);
    this.#chart.describe(`Records per second by the minute, ${rate(perSecond)} now, ${count(lag)} to read`);
    this.#chart.draw();
  }

  #option(style) {
    if (this.#moments.length === 0) return null;
    const { color } = style;
    return {
      grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
      tooltip: tooltip(style, {
        trigger: "axis",
        axisPointer: { lineStyle: { color: color("--line") } },
        formatter: ([{ dataIndex }]) => tip(this.#moments[dataIndex]),
      }),
      xAxis: {
        type: "time",
        splitNumber: 3,
        minInterval: 60_000,
        axisLine: { lineStyle: { color: color("--line") } },
        axisTick: { show: false },
        axisLabel: { color: color("--muted"), hideOverlap: true, formatter: (at) => clockOf(at).slice(0, 5) },
      },
      yAxis: values(style, "", compact, { min: 0, splitNumber: 2 }),
      series: [
        {
          type: "line",
          data: this.#moments.map(({ at, perSecond }) => [Date.parse(at), perSecond]),
          symbol: this.#moments.length > 2 ? "none" : "circle",
          lineStyle: { width: 1.5 },
          itemStyle: { color: color("--bar") },
          areaStyle: { opacity: 0.15 },
        },
      ],
    };
  }
}

function span(moments) {
  const minutes = Math.round((Date.parse(moments.at(-1).at) - Date.parse(moments[0].at)) / 60_000) + 1;
  return minutes < 120 ? `last ${minutes} min` : `last ${Math.round(minutes / 60)} h`;
}

function tip({ at, perSecond, lag }) {
  const line = (name, value) => [make("span", "", name), make("b", "", value)];
  return make("div", "tip", make("strong", "", `${clockOf(at)} UTC`), ...line("per second", rate(perSecond)), ...line("to read", count(lag)));
}
