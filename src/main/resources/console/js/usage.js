// The hourly usage chart. Its range lives in the address, so that a view can be shared.

import { library } from "./charting.js";
import { byId, make, write } from "./dom.js";
import { compact, count, dayOf, hourOf, kWh, shortDayOf, time } from "./format.js";

const REFRESH_MILLIS = 5000;
const HOUR_MILLIS = 3_600_000;
const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class UsageChart {
  #frame = byId("usage");
  #overlay = byId("usage-overlay");
  #note = byId("usage-note");
  #details = byId("usage-details");
  #chart;
  #hours = 48;
  #answer;
  #answeredAt;
  #asking;
  #paused = false;

  async start() {
    this.#takeHoursFromAddress();
    byId("hours").addEventListener("change", (event) => this.#choose(Number(event.target.value)));
    this.#details.addEventListener("toggle", () => this.#showTable());
    setInterval(() => this.#refreshIfUseful(), REFRESH_MILLIS);
    document.addEventListener("visibilitychange", () => this.#refreshIfUseful());
    const fetched = this.#refresh();
    await library();
    this.#chart = echarts.init(this.#frame, null, { renderer: "canvas" });
    new ResizeObserver(() => this.#resize()).observe(this.#frame);
    dark.addEventListener("change", () => this.#draw());
    await fetched;
    this.#draw();
  }

  /** Asks for nothing until resumed, as the answer would be the same. */
  pause(reason) {
    this.#paused = true;
    this.#fail(reason);
  }

  resume() {
    if (!this.#paused) return;
    this.#paused = false;
    this.#refresh();
  }

  #refreshIfUseful() {
    if (!this.#paused && !document.hidden) this.#refresh();
  }

  #takeHoursFromAddress() {
    const asked = new URLSearchParams(location.search).get("hours");
    const radio = [...document.querySelectorAll("#hours input")].find((input) => input.value === asked);
    if (radio) {
      radio.checked = true;
      this.#hours = Number(asked);
    }
  }

  #choose(hours) {
    this.#hours = hours;
    const address = new URLSearchParams(location.search);
    address.set("hours", hours);
    history.replaceState(null, "", `?${address}`);
    this.#refresh();
  }

  async #refresh() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      const response = await fetch(`/api/charts/hourly-usage?hours=${this.#hours}`, { signal: asking.signal });
      const body = await response.json();
      if (!response.ok) throw new Error(body.error);
      this.#answer = body;
      this.#answeredAt = Date.now();
      write(this.#note, "");
      this.#draw();
    } catch (error) {
      if (!asking.signal.aborted) this.#fail(error instanceof TypeError ? "The console does not answer" : error.message);
    }
  }

  #fail(reason) {
    if (this.#answer) {
      write(this.#note, `${reason}; the chart shows values of ${time(this.#answeredAt)}.`);
    } else {
      write(this.#overlay, `${reason}. The chart comes as soon as it does.`);
    }
  }

  #draw() {
    if (!this.#answer || !this.#chart) return;
    const bars = barsOf(this.#answer);
    const empty = this.#answer.hours.length === 0;
    write(this.#overlay, empty ? "Waiting for the first readings of these hours" : "");
    this.#chart.setOption(this.#option(bars, empty), { lazyUpdate: true });
    this.#describe(bars);
    this.#showTable();
  }

  #resize() {
    this.#chart.resize();
    this.#draw();
  }

  #describe(bars) {
    const total = bars.reduce((sum, bar) => sum + (bar.totalKWh ?? 0), 0);
    const label = `Hourly usage of the last ${bars.length} hours: ${kWh(total)} kWh in all`;
    if (this.#frame.getAttribute("aria-label") !== label) this.#frame.setAttribute("aria-label", label);
  }

  #showTable() {
    if (!this.#details.open || !this.#answer) return;
    const rows = this.#answer.hours.map(({ hour, totalKWh, readings }) => {
      const date = new Date(hour);
      return make(
        "tr",
        "",
        make("td", "", `${dayOf(date)} ${hourOf(date)}`),
        make("td", "", kWh(totalKWh)),
        make("td", "", count(readings)),
      );
    });
    byId("usage-rows").replaceChildren(...rows.reverse());
  }

  #option(bars, empty) {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    const font = getComputedStyle(document.body).fontFamily;
    const step = labelStep(bars.length, this.#frame.clientWidth);
    const narrow = this.#frame.clientWidth < 560;
    return {
      animation: !calm.matches,
      animationDuration: 250,
      animationDurationUpdate: 250,
      textStyle: { fontFamily: font },
      grid: { left: 12, right: 12, top: 34, bottom: 10, containLabel: true },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: color("--accent-soft") } },
        backgroundColor: color("--surface"),
        borderColor: color("--line"),
        textStyle: { color: color("--text"), fontFamily: font },
        confine: true,
        transitionDuration: 0,
        formatter: ([item]) => tip(bars[item.dataIndex]),
      },
      xAxis: {
        type: "category",
        data: bars.map((bar) => bar.millis),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: color("--line") } },
        axisLabel: {
          interval: (index) => (bars[index].date.getUTCHours() + 24 * bars[index].date.getUTCDate()) % step === 0,
          formatter: (value) => label(new Date(Number(value)), narrow),
          color: color("--muted"),
          hideOverlap: true,
          rich: { day: { color: color("--text"), fontWeight: 600, fontSize: 12 } },
        },
      },
      yAxis: {
        type: "value",
        show: !empty,
        name: "kWh",
        nameTextStyle: { color: color("--muted"), align: "right", padding: [0, 8, 0, 0] },
        splitNumber: 4,
        axisLabel: { color: color("--muted"), formatter: compact },
        splitLine: { lineStyle: { color: color("--line") } },
      },
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

/** One bar an hour; an hour without readings has none. */
function barsOf({ from, to, hours }) {
  const known = new Map(hours.map((each) => [Date.parse(each.hour), each]));
  const end = Date.parse(to);
  const bars = [];
  for (let millis = Date.parse(from); millis < end; millis += HOUR_MILLIS) {
    const { totalKWh = null, readings = 0 } = known.get(millis) ?? {};
    bars.push({ millis, date: new Date(millis), totalKWh, readings, running: millis + HOUR_MILLIS === end });
  }
  return bars;
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
