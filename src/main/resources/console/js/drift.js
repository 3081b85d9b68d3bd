// How far ClickHouse's own join is from prejoin, where one runs beside it.

import { answer } from "./answers.js";
import { Chart, tooltip, values } from "./chart.js";
import { byId, make, write } from "./dom.js";
import { compact, count, dateTime, kWh, share, time } from "./format.js";

const REFRESH_MILLIS = 3000;
const OFF_MILLIS = 30_000;
const SHORT_MILLIS = 600_000;
const KINDS = [
  { name: "blank", label: "without metadata that is there" },
  { name: "former", label: "with outdated metadata" },
  { name: "twice", label: "old version still counted" },
  { name: "gone", label: "deleted, and still counted" },
  { name: "missing", label: "not there" },
];
const AWAY =
  "The run that feeds ClickHouse's join is away or waits: its log says for what. These are values of the last comparison.";

export class DriftPanel {
  #points = [];
  #chart = new Chart(byId("drift-chart"), (style) => (this.#points.length < 2 ? null : option(this.#points, style)));
  #shown;

  start() {
    this.#refresh();
    document.addEventListener("visibilitychange", () => this.#drawIfSeen());
  }

  async #refresh() {
    let next = REFRESH_MILLIS;
    if (!document.hidden) {
      try {
        const drift = await answer("/api/drift");
        this.#show(drift);
        next = drift.on ? REFRESH_MILLIS : OFF_MILLIS;
      } catch (error) {
        this.#fail(error.message);
      }
    }
    setTimeout(() => this.#refresh(), next);
  }

  #fail(reason) {
    if (this.#shown) write(byId("drift-note"), `${reason}; these are values of ${time(this.#shown)}.`);
  }

  #show({ on, latest, current, points }) {
    byId("drift-section").hidden = !on;
    byId("drift-body").hidden = !latest;
    byId("drift-details").hidden = !latest;
    if (!latest) {
      this.#shown = undefined;
      this.#points = [];
      write(byId("drift-said"), "Comparing for the first time");
      write(byId("drift-note"), "");
      return;
    }
    write(byId("drift-said"), current ? sentence(latest) : `Not compared since ${dateTime(latest.at)}`);
    write(byId("drift-note"), current ? note(latest) : AWAY);
    // What nobody measured anew stays as it is: a selection, and where the page was scrolled to.
    if (this.#shown === latest.at) return;
    this.#shown = latest.at;
    write(byId("drift-unit"), latest.unit);
    byId("drift-rows").replaceChildren(...totals(latest));
    byId("drift-kinds").replaceChildren(...KINDS.map((kind) => kindRow(kind, latest)));
    showGroups(latest);
    this.#points = points;
    this.#draw();
  }

  #drawIfSeen() {
    if (!document.hidden) this.#draw();
  }

  #draw() {
    write(byId("drift-overlay"), this.#points.length < 2 ? "The course comes with the second comparison" : "");
    if (this.#points.length < 2) return;
    this.#chart.draw();
    this.#chart.describe(`Wrong rows in ClickHouse's join over the last hour: ${count(wrongOf(this.#points.at(-1)))} now`);
  }
}

const wrongOf = (point) => KINDS.reduce((sum, { name }) => sum + point[name], 0);
const signed = (number, format) => `${number > 0 ? "+" : number < 0 ? "−" : ""}${format(Math.abs(number))}`;

function sentence(drift) {
  const wrong = KINDS.reduce((sum, { name }) => sum + drift[name].rows, 0);
  if (wrong === 0 && drift.bucketsOff === 0) return "ClickHouse's join says the same as prejoin, so far";
  const buckets = `${count(drift.bucketsOff)} of ${count(drift.buckets)} buckets (${share(drift.bucketsOff, drift.buckets)})`;
  return `In ClickHouse's join, ${count(wrong)} rows are wrong, and ${buckets} of ${drift.aggregate} are off`;
}

function note(drift) {
  const scope = drift.whole ? "all rows" : `rows since ${drift.since.slice(0, 16).replace("T", " ")} UTC`;
  const flight = drift.inFlight > 0 ? ` ${count(drift.inFlight)} rows were corrected meanwhile and may be told wrongly.` : "";
  return (
    `Compared at ${time(drift.at)} with what prejoin has landed, ${scope}, in ${drift.seconds.toFixed(1)} s.${flight}` +
    " Whether prejoin's own rows are what the SQL says over PostgreSQL, ./prejoin drift tells (for the demo ./prejoin drift --demo)."
  );
}

function row(head, ...cells) {
  const first = make("th", "", ...[head].flat());
  first.scope = "row";
  return make("tr", "", first, ...cells.map((cell) => make("td", "", cell)));
}

function difference(peer, truth, format) {
  const off = peer - truth;
  return off === 0 ? "none" : `${signed(off, format)} (${truth > 0 ? signed((100 * off) / truth, (n) => n.toFixed(2)) : "–"}\u00a0%)`;
}

function totals({ truth, peer, unit }) {
  return [
    row("Rows", count(truth.rows), count(peer.rows), difference(peer.rows, truth.rows, count)),
    row(unit, kWh(truth.sum), kWh(peer.sum), difference(peer.sum, truth.sum, kWh)),
  ];
}

function mark(kind) {
  const square = make("span", "kind-mark");
  square.dataset.kind = kind;
  square.setAttribute("aria-hidden", "true");
  return square;
}

function kindRow({ name, label }, drift) {
  const { rows, sum } = drift[name];
  return row([mark(name), label], count(rows), rows === 0 ? "" : share(rows, drift.truth.rows), rows === 0 ? "" : kWh(sum));
}

function showGroups(drift) {
  byId("drift-groups").replaceChildren(
    ...drift.groups.map(({ column, values, off, furthest }) => {
      const titles = [`${column}: ${count(off)} of ${count(values)} off`, `prejoin, ${drift.unit}`, "ClickHouse's join", "Difference"];
      const head = make("tr", "", ...titles.map((title) => make("th", "", title)));
      for (const cell of head.children) cell.scope = "col";
      const body = furthest.map(({ value, truth, peer }) =>
        row(value === "" ? "(none)" : value, kWh(truth.sum), kWh(peer.sum), difference(peer.sum, truth.sum, kWh)),
      );
      return make("table", "", make("thead", "", head), make("tbody", "", ...body));
    }),
  );
}

function tip(point) {
  const texts = KINDS.flatMap(({ name, label }) => [make("span", "", mark(name), label), make("b", "", count(point[name]))]);
  return make("div", "tip", make("strong", "", `${count(wrongOf(point))} wrong rows at ${time(point.at)}`), ...texts);
}

function option(points, style) {
  const { color } = style;
  const short = Date.parse(points.at(-1).at) - Date.parse(points[0].at) < SHORT_MILLIS;
  return {
    animation: false,
    grid: { left: 12, right: 16, top: 34, bottom: 10, containLabel: true },
    tooltip: tooltip(style, {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: color("--wire") } },
      formatter: ([item]) => tip(points[item.dataIndex]),
    }),
    xAxis: {
      type: "time",
      axisLine: { lineStyle: { color: color("--line") } },
      // In a short time, labels of minutes would repeat themselves.
      axisLabel: { color: color("--muted"), hideOverlap: true, formatter: (value) => new Date(value).toISOString().slice(11, short ? 19 : 16) },
    },
    yAxis: values(style, "Wrong rows", compact, {
      minInterval: 1,
      splitNumber: 3,
      nameTextStyle: { color: color("--muted"), align: "left", padding: [0, 0, 0, 0] },
    }),
    series: KINDS.map(({ name, label }) => ({
      name: label,
      type: "line",
      stack: "wrong",
      symbol: "none",
      lineStyle: { width: 1 },
      areaStyle: { opacity: 0.55 },
      color: color(`--kind-${name}`),
      data: points.map((point) => [Date.parse(point.at), point[name]]),
    })),
  };
}
