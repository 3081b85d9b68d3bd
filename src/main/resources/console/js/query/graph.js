// An answer as a chart: numbers along a column, as lines along times and numbers, else as bars.

import { chosen, remember } from "../address.js";
import { Chart, categories, colourOf, tooltip, values } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { compact, count } from "../format.js";
import { isNumber, isTime } from "./types.js";

const MOST_SERIES = 5;
const ALL = "";

export class Graph {
  #answer;
  #x = byId("x");
  #y = byId("y");
  #chart = new Chart(byId("chart"), (style) => this.#option(style));

  constructor() {
    for (const choice of [this.#x, this.#y]) {
      choice.addEventListener("change", () => {
        remember(choice.id, choice.value);
        if (choice === this.#x) this.#choices();
        this.#draw();
      });
    }
  }

  show(answer) {
    this.#answer = answer;
    const names = answer.columns.map(({ name }) => name);
    const along = answer.columns.find(({ type }) => !isNumber(type)) ?? answer.columns[0];
    choose(this.#x, names, chosen("x"), along?.name);
    this.#choices();
    this.#draw();
  }

  #choices() {
    choose(this.#y, [ALL, ...this.#numbers()], chosen("y"), ALL);
  }

  #numbers() {
    return this.#answer.columns.filter(({ name, type }) => isNumber(type) && name !== this.#x.value).map(({ name }) => name);
  }

  #drawn() {
    return this.#y.value === ALL ? this.#numbers().slice(0, MOST_SERIES) : [this.#y.value];
  }

  #draw() {
    const { rows } = this.#answer;
    const drawn = this.#drawn();
    const reason =
      rows.length === 0 ? "The answer has no rows" : drawn.length === 0 ? "The answer has no numbers to draw" : "";
    write(byId("chart-overlay"), reason);
    this.#chart.describe(reason || `${drawn.join(", ")} along ${this.#x.value}, ${count(rows.length)} points; the table has them all`);
    this.#chart.draw();
  }

  #option(style) {
    if (!this.#answer) return null;
    const { columns, rows } = this.#answer;
    const { color } = style;
    const at = (name) => columns.findIndex((column) => column.name === name);
    const x = at(this.#x.value);
    const line = x >= 0 && (isTime(columns[x].type) || isNumber(columns[x].type));
    const drawn = x < 0 ? [] : this.#drawn();
    return {
      // Thousands of points are there at once.
      animation: rows.length < 500 && style.animation,
      legend: { top: 0, right: 8, itemWidth: 14, itemHeight: 8, icon: "roundRect", textStyle: { color: color("--muted") } },
      tooltip: tooltip(style, {
        trigger: "axis",
        axisPointer: { lineStyle: { color: color("--line") } },
        formatter: (items) =>
          make(
            "div",
            "tip",
            make("strong", "", String(rows[items[0].dataIndex][x])),
            ...items.flatMap(({ seriesName, value }) => [make("span", "", seriesName), make("b", "", String(value))]),
          ),
      }),
      xAxis: categories(style, rows.map((row) => String(row[x])), { alignMinLabel: "left", alignMaxLabel: "right" }),
      yAxis: values(style, "", compact, { show: drawn.length > 0 && rows.length > 0 }),
      series: drawn.map((name, i) => ({
        name,
        type: line ? "line" : "bar",
        data: rows.map((row) => numeric(row[at(name)])),
        symbol: "circle",
        symbolSize: rows.length > 40 ? 0 : 5,
        sampling: line ? "lttb" : undefined,
        large: rows.length > 2000,
        barMaxWidth: 32,
        lineStyle: { width: 2 },
        itemStyle: { color: color(`--series-${colourOf(i + 1)}`) },
      })),
    };
  }
}

/** Numbers too long for JavaScript come as texts; a picture may round them. */
const numeric = (value) => (value === null ? null : Number(value));

function choose(select, names, wanted, usual) {
  select.replaceChildren(...names.map((name) => new Option(name === ALL ? "all numbers" : name, name)));
  select.value = names.includes(wanted) ? wanted : (usual ?? "");
}
