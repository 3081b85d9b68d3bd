// Usage by hour of day or by day of week: the total as bars, the average per reading as a line.

import { categories, tooltip, values } from "../chart.js";
import { make } from "../dom.js";
import { compact, kWh } from "../format.js";
import { Figure } from "./figure.js";

const HOURS = [...Array(24).keys()].map((hour) => ({ value: hour, label: String(hour), name: `${String(hour).padStart(2, "0")}:00–${String((hour + 1) % 24).padStart(2, "0")}:00 UTC` }));
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((name, i) => ({ value: i + 1, label: name.slice(0, 3), name }));

export class Pattern {
  #column;
  #all;
  #title;
  #data = [];
  #figure;

  static byHourOfDay() {
    return new Pattern("hour-of-day", "usage_by_hour_of_day", "hour_of_day", HOURS, "Usage by hour of day");
  }

  static byDayOfWeek() {
    return new Pattern("day-of-week", "usage_by_day_of_week", "day_of_week", DAYS, "Usage by day of week");
  }

  constructor(id, query, column, all, title) {
    this.query = query;
    this.#column = column;
    this.#all = all;
    this.#title = title;
    this.#figure = new Figure(id, (style) => this.#option(style));
  }

  show(rows, filters) {
    const of = new Map(rows.map((row) => [row[this.#column], row]));
    this.#data = this.#all.map(({ value, label, name }) => ({ label, name, total: of.get(value)?.total_usage ?? null, average: of.get(value)?.avg_usage ?? null }));
    const known = this.#data.filter(({ total }) => total != null);
    const most = known.reduce((a, b) => (a && a.total >= b.total ? a : b), null);
    this.#figure.show(this.#data, {
      empty: most ? "" : "No readings within the filters",
      label: most ? `${this.#title}, ${filters.words}: most at ${most.name}, ${kWh(most.total)} kWh` : `${this.#title}: no readings`,
      rows: () => known.map(({ name, total, average }) => [name.replace(" UTC", ""), kWh(total), kWh(average)]),
    });
  }

  blank(reason) {
    this.#figure.blank(reason);
  }

  #option(style) {
    const data = this.#data;
    const { color } = style;
    return {
      legend: { top: 0, left: "center", itemWidth: 14, itemHeight: 8, icon: "roundRect", textStyle: { color: color("--muted") } },
      tooltip: tooltip(style, {
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: color("--accent-soft") } },
        formatter: ([{ dataIndex }]) => tip(data[dataIndex]),
      }),
      xAxis: categories(
        style,
        data.map(({ label }) => label),
      ),
      yAxis: [
        values(style, "", compact),
        values(style, "", compact, { splitLine: { show: false } }),
      ],
      series: [
        { name: "Total kWh", type: "bar", data: data.map(({ total }) => total), barCategoryGap: "28%", itemStyle: { color: color("--bar"), borderRadius: [3, 3, 0, 0] }, emphasis: { disabled: true } },
        { name: "kWh per reading", type: "line", yAxisIndex: 1, data: data.map(({ average }) => average), symbolSize: 5, lineStyle: { width: 2 }, itemStyle: { color: color("--series-3") }, emphasis: { disabled: true } },
      ],
    };
  }
}

function tip({ name, total, average }) {
  return make(
    "div",
    "tip",
    make("strong", "", name),
    make("span", "", "Total"),
    make("b", "", total == null ? "no readings" : `${kWh(total)} kWh`),
    make("span", "", "Average per reading"),
    make("b", "", average == null ? "–" : `${kWh(average)} kWh`),
  );
}
