// The hourly usage chart. Its range lives in the address, so that a view can be shared.

import { chosen, remember } from "./address.js";
import { rowsOf } from "./answers.js";
import { Chart, categories, tooltip, values } from "./chart.js";
import { byId, make, write } from "./dom.js";
import { compact, count, dayOf, hourOf, kWh, shortDayOf, time } from "./format.js";

const REFRESH_MILLIS = 5000;
const HOUR_MILLIS = 3_600_000;
const NARROW = 560;

export class UsageChart {
  #overlay = byId("usage-overlay");
  #note = byId("usage-note");
  #details = byId("usage-details");
  #chart;
  #hours = 48;
  #bars;
  #answeredAt;
  #asking;
  #paused = false;

  start() {
    this.#takeHoursFromAddress();
    byId("hours").addEventListener("change", (event) => this.#choose(Number(event.target.value)));
    this.#details.addEventListener("toggle", () => this.#showTable());
    setInterval(() => this.#refreshIfUseful(), REFRESH_MILLIS);
    document.addEventListener("visibilitychange", () => this.#refreshIfUseful());
    this.#chart = new Chart(byId("usage"), (style, width) => this.#option(style, width));
    this.#refresh();
  }

  /** Asks for nothing until resumed, as the answer would be the same. */
  pause(reason) {
    this.#paused = true;
    this.#fail(reason);
  }

  resume() {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#chart) this.#refresh();
  }

  #refreshIfUseful() {
    if (!this.#paused && !document.hidden) this.#refresh();
  }

  #takeHoursFromAddress() {
    const asked = chosen("hours");
    const radio = [...document.querySelectorAll("#hours input")].find((input) => input.value === asked);
    if (radio) {
      radio.checked = true;
      this.#hours = Number(asked);
    }
  }

  #choose(hours) {
    this.#hours = hours;
    remember("hours", hours);
    this.#refresh();
  }

  async #refresh() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      this.#bars = barsOf(await rowsOf("hourly_usage", { hours: this.#hours }, asking.signal));
      this.#answeredAt = Date.now();
      write(this.#note, "");
      this.#draw();
    } catch (error) {
      if (!asking.signal.aborted) this.#fail(error.message);
    }
  }

  #fail(reason) {
    if (this.#bars) {
      write(this.#note, `${reason}; the chart shows values of ${time(this.#answeredAt)}.`);
    } else {
      write(this.#overlay, `${reason}. The chart comes as soon as it does.`);
    }
  }

  #draw() {
    write(this.#overlay, this.#empty() ? "Waiting for the first readings of these hours" : "");
    const total = this.#bars.reduce((sum, bar) => sum + (bar.totalKWh ?? 0), 0);
    this.#chart.describe(`Hourly usage of the last ${this.#bars.length} hours: ${kWh(total)} kWh in all`);
    this.#chart.draw();
    this.#showTable();
  }

  #empty() {
    return this.#bars.every(({ readings }) => readings === 0);
  }

  #showTable() {
    if (!this.#details.open || !this.#bars) return;
    const rows = this.#bars
      .filter(({ readings }) => readings > 0)
      .map(({ date, totalKWh, readings }) =>
        make("tr", "", make("td", "", `${dayOf(date)} ${hourOf(date)}`), make("td", "", kWh(totalKWh)), make("td", "", count(readings))),
      );
    byId("usage-rows").replaceChildren(...rows.reverse());
  }

  #option(style, width) {
    if (!this.#bars) return null;
    const bars = this.#bars;
    const { color } = style;
    const step = labelStep(bars.length, width);
    return {
      tooltip: tooltip(style, {
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: color("--accent-soft") } },
        formatter: ([item]) => tip(bars[item.dataIndex]),
      }),
      xAxis: categories(
        style,
        bars.map((bar) => bar.millis),
        {
          interval: (index) => (bars[index].date.getUTCHours() + 24 * bars[index].date.getUTCDate()) % step === 0,
          formatter: (value) => label(new Date(Number(value)), width < NARROW),
          rich: { day: { color: color("--text"), fontWeight: 600, fontSize: 12 } },
        },
      ),
      yAxis: values(style, "kWh", compact, { show: !this.#empty() }),
      series: [
        {
          type: "bar",
          data: bars.map((bar) => ({
            value: bar.totalKWh,
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

/** One bar an hour; an hour without readings has none. The last one is still running. */
function barsOf(rows) {
  return rows.map(({ hour, total_kwh, readings }, i) => {
    const date = new Date(hour);
    return { millis: date.getTime(), date, totalKWh: readings > 0 ? total_kwh : null, readings, running: i === rows.length - 1 };
  });
}

function labelStep(hours, width) {
  const most = Math.max(2, Math.floor(width / 64));
  return [1, 2, 3, 6, 12, 24, 48].find((step) => hours / step <= most) ?? 96;
}

const label = (date, narrow) =>
  date.getUTCHours() === 0 ? `{day|${narrow ? shortDayOf(date) : dayOf(date)}}` : hourOf(date);

// An element, not markup: the page's policy allows no inline style, and no text becomes markup.
function tip(bar) {
  const until = new Date(bar.millis + HOUR_MILLIS);
  const head = `${dayOf(bar.date)}, ${hourOf(bar.date)}–${hourOf(until)} UTC${bar.running ? ", so far" : ""}`;
  return make(
    "div",
    "tip",
    make("strong", "", head),
    make("span", "", "Total"),
    make("b", "", bar.totalKWh == null ? "no readings" : `${kWh(bar.totalKWh)} kWh`),
    make("span", "", "Readings"),
    make("b", "", count(bar.readings)),
  );
}
