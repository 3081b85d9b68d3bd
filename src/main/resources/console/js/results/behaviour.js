// A heat map of what users do on each page, by device or by hour of the day.

import { Chart, categories, tooltip } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { count } from "../format.js";

export class Behaviour {
  #data;
  #chart = new Chart(byId("behaviour"), (style) => this.#option(style));

  show(rows, by) {
    const pages = [...new Set(rows.map(({ page }) => page))].sort().reverse();
    const beside = [...new Set(rows.map((row) => row.beside))].sort();
    this.#data = { rows, pages, beside, by };
    write(byId("behaviour-overlay"), rows.length === 0 ? "No events yet" : "");
    const most = rows.reduce((a, b) => (b.events > (a?.events ?? 0) ? b : a), null);
    this.#chart.describe(most ? `Events by page and ${by}; most are on ${most.page}, ${most.beside}: ${count(most.events)}` : "No events yet");
    this.#chart.draw();
  }

  #option(style) {
    if (!this.#data) return null;
    const { rows, pages, beside, by } = this.#data;
    const { color } = style;
    const ground = { splitArea: { show: false }, splitLine: { show: false } };
    return {
      grid: { left: 12, right: 12, top: 10, bottom: 10, containLabel: true },
      tooltip: tooltip(style, {
        formatter: ({ data }) =>
          make(
            "div",
            "tip",
            make("strong", "", `${data.row.page}, ${data.row.beside}${by === "hour" ? ":00 UTC" : ""}`),
            make("span", "", "Events"),
            make("b", "", count(data.row.events)),
            make("span", "", "Users"),
            make("b", "", count(data.row.users)),
            make("span", "", "Conversions"),
            make("b", "", count(data.row.conversions)),
          ),
      }),
      xAxis: { ...categories(style, beside), ...ground },
      yAxis: { ...categories(style, pages), ...ground },
      visualMap: { show: false, min: 0, max: Math.max(1, ...rows.map(({ events }) => events)), inRange: { color: [color("--surface"), color("--bar")] } },
      series: [
        {
          type: "heatmap",
          data: rows.map((row) => ({ value: [beside.indexOf(row.beside), pages.indexOf(row.page), row.events], row })),
          itemStyle: { borderColor: color("--surface"), borderWidth: 2, borderRadius: 4 },
          label: { show: by === "device", color: color("--text"), formatter: ({ data }) => count(data.row.events) },
          emphasis: { itemStyle: { borderColor: color("--accent") } },
        },
      ],
    };
  }
}
