// Conversions or revenue of each variant over days or hours.

import { Chart, categories, colourOf, tooltip, values } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { compact, count, dayOf, hourOf, money, shortDayOf } from "../format.js";

const NAMES = { conversions: "Conversions", revenue: "Revenue" };

export class Course {
  #data;
  #chart = new Chart(byId("course"), (style) => this.#option(style));

  show(points, variants, { measure, step }) {
    const times = [...new Set(points.map(({ at }) => at))].sort();
    const of = new Map(points.map((point) => [`${point.at} ${point.variant_id}`, point]));
    const series = variants.map(({ variant_id, variant_name }, i) => ({
      name: variant_name,
      colour: colourOf(i),
      values: times.map((at) => of.get(`${at} ${variant_id}`)?.[measure] ?? 0),
    }));
    this.#data = { times, series, measure, daily: step === "daily" };
    write(byId("course-overlay"), times.length === 0 ? "Nothing happened in this time" : "");
    const totals = series.map(({ name, values: all }) => `${name} ${count(all.reduce((a, b) => a + b, 0))}`);
    this.#chart.describe(`${NAMES[measure]} per ${step === "daily" ? "day" : "hour"}: ${totals.join(", ")}`);
    this.#chart.draw();
  }

  #option(style) {
    if (!this.#data) return null;
    const { times, series, measure, daily } = this.#data;
    const { color } = style;
    const format = measure === "revenue" ? money : count;
    return {
      legend: { top: 0, right: 8, itemWidth: 14, itemHeight: 8, icon: "roundRect", textStyle: { color: color("--muted") } },
      tooltip: tooltip(style, {
        trigger: "axis",
        axisPointer: { lineStyle: { color: color("--line") } },
        formatter: (items) =>
          make(
            "div",
            "tip",
            make("strong", "", label(times[items[0].dataIndex], daily, true)),
            ...items.flatMap(({ seriesName, value }) => [make("span", "", seriesName), make("b", "", format(value))]),
          ),
      }),
      xAxis: categories(style, times, { formatter: (at) => label(at, daily, false) }),
      yAxis: values(style, "", compact, { show: times.length > 0 }),
      series: series.map(({ name, colour, values: data }) => ({
        name,
        type: "line",
        data,
        symbol: "circle",
        symbolSize: times.length > 40 ? 0 : 5,
        lineStyle: { width: 2 },
        itemStyle: { color: color(`--series-${colour}`) },
      })),
    };
  }
}

function label(at, daily, whole) {
  const date = new Date(daily ? `${at}T00:00:00Z` : at);
  if (daily) return whole ? dayOf(date) : shortDayOf(date);
  return whole ? `${dayOf(date)}, ${hourOf(date)} UTC` : hourOf(date);
}
