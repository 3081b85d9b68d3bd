// Bars beside each other's names, the longest on top: building types by their average, devices by their total.

import { chosen, remember } from "../address.js";
import { categories, tooltip, values } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { compact, count, fitting, kWh } from "../format.js";
import { colourOf } from "./colours.js";
import { Figure } from "./figure.js";
import { buildingName } from "./filters.js";

const BAR_PIXELS = 19;
const EDGE_PIXELS = 60;

export class BuildingTypes {
  query = "building_types";
  #figure = new Figure("buildings", (style) => option(style, this.#bars, "kWh per reading"));
  #bars = [];

  show(rows, filters) {
    const sum = (name) => rows.reduce((all, row) => all + row[name], 0);
    const [total, readings] = [sum("total_usage"), sum("total_records")];
    write(byId("total"), total < 1e9 ? kWh(total) : fitting(total));
    write(byId("readings"), fitting(readings));
    write(byId("average"), readings > 0 ? kWh(total / readings) : "–");
    this.#bars = rows.map(({ building_type, total_records, total_usage, avg_usage }) => ({
      name: buildingName(building_type),
      colour: colourOf(building_type),
      value: avg_usage,
      facts: { Average: `${kWh(avg_usage)} kWh`, Total: `${kWh(total_usage)} kWh`, Records: count(total_records) },
    }));
    this.#figure.show(this.#bars, {
      empty: rows.length === 0 ? "No readings within the filters" : "",
      label: `Average per reading by building type, ${filters.words}: ${this.#bars.map(({ name, value }) => `${name} ${kWh(value)}`).join(", ")}`,
      rows: () => rows.map((row) => [buildingName(row.building_type), count(row.total_records), kWh(row.total_usage), kWh(row.avg_usage)]),
    });
  }

  blank(reason) {
    for (const id of ["total", "readings", "average"]) write(byId(id), "–");
    this.#figure.blank(reason);
  }
}

export class TopDevices {
  query = "top_devices";
  #count;
  #figure = new Figure("top", (style) => option(style, this.#bars, "kWh"));
  #bars = [];

  /** @param onChange called when another number of them is wanted */
  constructor(onChange) {
    const inputs = [...document.querySelectorAll("#count input")];
    const asked = inputs.find(({ value }) => value === chosen("top"));
    if (asked) asked.checked = true;
    this.#count = inputs.find(({ checked }) => checked).value;
    byId("count").addEventListener("change", ({ target }) => {
      this.#count = target.value;
      remember("top", target.value);
      onChange();
    });
  }

  /** Of the last 24 hours, whatever the time range. */
  parametersOf({ building = "", customer = "", device = "" }) {
    return { building, customer, device, n: this.#count };
  }

  show(rows, filters) {
    this.#bars = rows.map(({ device_id, customer_id, building_type, total_usage }) => ({
      name: String(device_id),
      colour: colourOf(building_type),
      value: total_usage,
      facts: { Total: `${kWh(total_usage)} kWh`, Customer: customer_id || "–", Building: buildingName(building_type) },
    }));
    byId("top").style.height = `${Math.max(rows.length, 10) * BAR_PIXELS + EDGE_PIXELS}px`;
    this.#figure.show(this.#bars, {
      empty: rows.length === 0 ? "No readings in the last 24 hours within the filters" : "",
      label: `Top devices of the last 24 hours: ${this.#bars.slice(0, 3).map(({ name, value }) => `device ${name}, ${kWh(value)} kWh`).join("; ")}`,
      rows: () => rows.map((row) => [String(row.device_id), row.customer_id || "–", buildingName(row.building_type), kWh(row.total_usage)]),
    });
  }

  blank(reason) {
    this.#figure.blank(reason);
  }
}

function option(style, bars, unit) {
  const { color } = style;
  return {
    grid: { left: 18, right: 20, top: 8, bottom: 26, containLabel: true },
    tooltip: tooltip(style, {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: color("--accent-soft") } },
      formatter: ([{ dataIndex }]) => tip(bars[dataIndex]),
    }),
    xAxis: values(style, unit, compact, { nameLocation: "middle", nameGap: 24, nameTextStyle: { color: color("--muted") } }),
    yAxis: { ...categories(style, bars.map(({ name }) => name), { interval: 0 }), inverse: true },
    series: [
      {
        type: "bar",
        data: bars.map(({ value, colour }) => ({ value, itemStyle: { color: color(colour) } })),
        barCategoryGap: "28%",
        barMaxWidth: 22,
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        emphasis: { disabled: true },
      },
    ],
  };
}

const tip = ({ name, facts }) =>
  make("div", "tip", make("strong", "", name), ...Object.entries(facts).flatMap(([what, value]) => [make("span", "", what), make("b", "", value)]));
