// Usage over time: a bar for each hour, or for each day or month where hours would be too many to tell apart.

import { categories, tooltip, values } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { compact, count, dayOf, hourOf, kWh, shortDayOf } from "../format.js";
import { Figure } from "./figure.js";

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const MOST_BARS = 1500;
const NARROW = 560;

const monthOf = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

/** The shortest one that makes few enough bars counts. */
const STEPS = [
  {
    name: "hour",
    begin: (millis) => Math.floor(millis / HOUR_MILLIS) * HOUR_MILLIS,
    next: (millis) => millis + HOUR_MILLIS,
    label: (date, narrow) => (date.getUTCHours() === 0 ? `{day|${narrow ? shortDayOf(date) : dayOf(date)}}` : hourOf(date)),
    head: (date) => `${dayOf(date)}, ${hourOf(date)}–${hourOf(new Date(date.getTime() + HOUR_MILLIS))} UTC`,
    cell: (date) => `${date.toISOString().slice(0, 10)} ${hourOf(date)}`,
  },
  {
    name: "day",
    begin: (millis) => Math.floor(millis / DAY_MILLIS) * DAY_MILLIS,
    next: (millis) => millis + DAY_MILLIS,
    label: shortDayOf,
    head: (date) => `${dayOf(date)} ${date.getUTCFullYear()}, UTC`,
    cell: (date) => date.toISOString().slice(0, 10),
  },
  {
    name: "month",
    begin: (millis) => monthsOn(millis, 0),
    next: (millis) => monthsOn(millis, 1),
    label: (date) => monthOf.format(date),
    head: (date) => `${monthOf.format(date)}, UTC`,
    cell: (date) => date.toISOString().slice(0, 7),
  },
];

export class Hourly {
  query = "hourly_usage";
  #bars = [];
  #step = STEPS[0];
  #figure = new Figure("hourly", (style, width) => this.#option(style, width));

  show(rows, filters) {
    [this.#step, this.#bars] = barsOf(rows, filters.span);
    const total = rows.reduce((sum, { total_usage }) => sum + total_usage, 0);
    const { name, cell } = this.#step;
    write(byId("hourly-hint"), `Total kWh per ${name}${name === "hour" ? "" : ", as the hours are many"}; ${name}s are UTC`);
    write(byId("hourly-step"), `${name[0].toUpperCase()}${name.slice(1)}, UTC`);
    this.#figure.show(this.#bars, {
      empty: rows.length === 0 ? "No readings within the filters" : "",
      label: `Usage per ${name}, ${filters.words}: ${kWh(total)} kWh in all`,
      rows: () => this.#bars.filter(({ readings }) => readings > 0).reverse().map((bar) => [cell(new Date(bar.millis)), kWh(bar.total), count(bar.readings)]),
    });
  }

  blank(reason) {
    this.#figure.blank(reason);
  }

  #option(style, width) {
    const bars = this.#bars;
    const step = this.#step;
    const { color } = style;
    return {
      tooltip: tooltip(style, {
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: color("--accent-soft") } },
        formatter: ([item]) => tip(bars[item.dataIndex], step),
      }),
      xAxis: categories(
        style,
        bars.map((bar) => bar.millis),
        {
          interval: step === STEPS[0] ? hoursApart(bars, width) : "auto",
          formatter: (value) => step.label(new Date(Number(value)), width < NARROW),
          rich: { day: { color: color("--text"), fontWeight: 600, fontSize: 12 } },
        },
      ),
      yAxis: values(style, "kWh", compact),
      series: [
        {
          type: "bar",
          data: bars.map((bar) => ({
            value: bar.readings > 0 ? bar.total : null,
            itemStyle: { color: color("--bar"), opacity: bar.running ? 0.45 : 1 },
          })),
          barCategoryGap: bars.length > 100 ? "18%" : "28%",
          itemStyle: { borderRadius: bars.length > 100 ? [1, 1, 0, 0] : [3, 3, 0, 0] },
          emphasis: { disabled: true },
        },
      ],
    };
  }
}

/** The step and its bars: also those without readings, from the first to the last of the range; the one of now is still running. */
function barsOf(rows, { begin, end }) {
  const now = Date.now();
  const times = rows.map(({ ts_hour }) => Date.parse(ts_hour));
  if (times.length === 0) return [STEPS[0], []];
  // An hour may have begun since they were asked for.
  const first = Math.min(begin ?? times[0], times[0]);
  const last = Math.max(Math.min(end ?? times.at(-1), now), times.at(-1));
  const step = STEPS.find(({ begin: of, next }) => (last - first) / (next(of(first)) - of(first)) < MOST_BARS) ?? STEPS.at(-1);
  const bars = new Map();
  for (let millis = step.begin(first); millis <= last; millis = step.next(millis)) {
    bars.set(millis, { millis, total: 0, readings: 0, running: millis <= now && now < step.next(millis) });
  }
  rows.forEach(({ total_usage, readings }, i) => {
    const bar = bars.get(step.begin(times[i]));
    bar.total += total_usage;
    bar.readings += readings;
  });
  return [step, [...bars.values()]];
}

function monthsOn(millis, months) {
  const date = new Date(millis);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

/** Which hours have a label: so many apart that they fit. */
function hoursApart(bars, width) {
  const most = Math.max(2, Math.floor(width / 64));
  const apart = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336].find((hours) => bars.length / hours <= most) ?? 720;
  return (index) => (bars[index].millis / HOUR_MILLIS) % apart === 0;
}

// An element, not markup: the page's policy allows no inline style, and no text becomes markup.
function tip(bar, step) {
  return make(
    "div",
    "tip",
    make("strong", "", `${step.head(new Date(bar.millis))}${bar.running ? ", so far" : ""}`),
    make("span", "", "Total"),
    make("b", "", bar.readings > 0 ? `${kWh(bar.total)} kWh` : "no readings"),
    make("span", "", "Readings"),
    make("b", "", count(bar.readings)),
  );
}
