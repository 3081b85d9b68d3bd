// Usage by place: circles on the outlines of countries, each with an area after its usage and the colour of its building type.

import { library, tooltip } from "../chart.js";
import { byId, make, write } from "../dom.js";
import { count, kWh } from "../format.js";
import { colourOf, mark } from "./colours.js";
import { Figure, FoldedTable } from "./figure.js";
import { buildingName } from "./filters.js";

const OUTLINES = "/lib/countries.json";
/** The diameter of the largest circle, if it were alone: many leave each other room. */
const LARGEST_PIXELS = 44;
const SMALLEST_PIXELS = 3;
const MOST_ROWS = 500;
const RETRY_MILLIS = 5000;
/** How much of the world is around a single place, in degrees. */
const AROUND = 2;
const STEP = 1.6;

export class UsageMap {
  query = "usage_map";
  #rows;
  #key;
  #words = "";
  #land = false;
  #toFit = true;
  #types = [];
  #figure = new Figure("map", (style) => this.#option(style));

  constructor() {
    byId("map-in").addEventListener("click", () => this.#zoom(STEP));
    byId("map-out").addEventListener("click", () => this.#zoom(1 / STEP));
    byId("map-fit").addEventListener("click", () => this.#fit());
    this.#bringLand();
  }

  /** The outlines come once, in their own time. */
  async #bringLand() {
    try {
      const [response] = await Promise.all([fetch(OUTLINES), library()]);
      if (!response.ok) throw new Error();
      echarts.registerMap("countries", await response.json());
      this.#land = true;
      if (this.#rows) this.#draw();
    } catch {
      setTimeout(() => this.#bringLand(), RETRY_MILLIS);
    }
  }

  show(rows, filters) {
    // Whoever filters wants to see what is left; whoever waits for new readings wants to stay where they look.
    if (filters.key !== this.#key || this.#rows?.length === 0) this.#toFit = true;
    this.#key = filters.key;
    this.#words = filters.words;
    this.#rows = rows;
    this.#draw();
  }

  blank(reason) {
    this.#rows = undefined;
    this.#types = [];
    byId("map-legend").replaceChildren();
    this.#figure.blank(reason);
  }

  #draw() {
    const rows = this.#rows;
    const all = rows[0]?.all_places ?? 0;
    const shown = all > rows.length ? `, the largest ${count(rows.length)} of ${count(all)}` : "";
    write(byId("map-hint"), rows.length === 0 ? "" : `The area of a circle is the usage of its place, ${kWh(rows[0].total_usage)} kWh in the largest${shown}`);
    this.#legend();
    this.#figure.show([this.#land, rows, this.#types.map(colourOf)], {
      empty: rows.length === 0 ? "No readings with a place within the filters" : this.#land ? "" : "Loading the map",
      label: rows.length === 0 ? "Map: no readings with a place" : `Map of usage, ${this.#words}: ${count(all)} places, ${kWh(rows[0].total_usage)} kWh in the largest, at ${placeOf(rows[0])}`,
      rows: () => rows.slice(0, MOST_ROWS).map((row) => [placeOf(row), buildingName(row.building_type), count(row.devices), kWh(row.total_usage)]),
    });
  }

  #legend() {
    const types = [...new Set(this.#rows.map(({ building_type }) => building_type))].sort();
    if (JSON.stringify(types) === JSON.stringify(this.#types)) return;
    this.#types = types;
    byId("map-legend").replaceChildren(...types.map((type) => make("li", "", mark(type), buildingName(type))));
  }

  #zoom(zoom) {
    const frame = byId("map");
    this.#figure.act({ type: "geoRoam", componentType: "geo", zoom, originX: frame.clientWidth / 2, originY: frame.clientHeight / 2 });
  }

  #fit() {
    if (!this.#rows?.length) return;
    this.#toFit = true;
    this.#figure.draw();
  }

  #option(style) {
    const rows = this.#rows;
    if (!this.#land || !rows?.length) return null;
    const { color } = style;
    const most = rows[0].total_usage;
    const largest = LARGEST_PIXELS / (1 + Math.log10(rows.length));
    const fit = this.#toFit ? fitting(rows) : {};
    this.#toFit = false;
    return {
      animation: false,
      tooltip: tooltip(style, { trigger: "item", formatter: ({ dataIndex }) => tip(rows[dataIndex]) }),
      geo: {
        map: "countries",
        roam: true,
        silent: true,
        left: 0,
        right: 0,
        top: 0,
        bottom: 0,
        itemStyle: { areaColor: color("--land"), borderColor: color("--coast"), borderWidth: 0.8 },
        ...fit,
      },
      series: [
        {
          type: "scatter",
          coordinateSystem: "geo",
          data: rows.map(({ longitude, latitude, total_usage, building_type }) => ({
            value: [longitude, latitude, total_usage],
            itemStyle: { color: color(colourOf(building_type)) },
          })),
          symbolSize: ([, , usage]) => Math.max(largest * Math.sqrt(usage / most), SMALLEST_PIXELS),
          itemStyle: { opacity: 0.65, borderColor: color("--surface"), borderWidth: 0.5 },
          emphasis: { scale: false, itemStyle: { opacity: 1, borderColor: color("--text") } },
        },
      ],
    };
  }
}

/** The devices whose place nobody knows. */
export class Unknown {
  query = "usage_without_place";
  #table = new FoldedTable(byId("unknown-details"));

  show(rows) {
    const { all_devices: devices, all_usage: usage } = rows[0] ?? { all_devices: 0, all_usage: 0 };
    byId("unknown-details").hidden = rows.length === 0;
    const shown = devices > rows.length ? `, the largest ${count(rows.length)} listed` : "";
    write(byId("unknown"), `Without a place: ${devices === 1 ? "1 device" : `${count(devices)} devices`}, ${kWh(usage)} kWh${shown}`);
    this.#table.show(() => rows.map((row) => [String(row.device_id), buildingName(row.building_type), count(row.readings), kWh(row.total_usage)]));
  }

  blank() {
    byId("unknown-details").hidden = true;
  }
}

/** What the geo component shows at first: all circles, with some room around. */
function fitting(rows) {
  const of = (name) => rows.map((row) => row[name]);
  const [west, east] = around(of("longitude"), 180);
  const [south, north] = around(of("latitude"), 90);
  return { boundingCoords: [[west, north], [east, south]], center: [(west + east) / 2, (south + north) / 2], zoom: 1 };
}

function around(degrees, most) {
  const least = degrees.reduce((a, b) => Math.min(a, b));
  const greatest = degrees.reduce((a, b) => Math.max(a, b));
  const room = Math.max((greatest - least) * 0.08, AROUND);
  return [Math.max(least - room, -most), Math.min(greatest + room, most)];
}

const degrees = (value, positive, negative) => `${Math.abs(value).toFixed(4)}° ${value < 0 ? negative : positive}`;
const placeOf = ({ latitude, longitude }) => `${degrees(latitude, "N", "S")}, ${degrees(longitude, "E", "W")}`;

function tip(row) {
  return make(
    "div",
    "tip",
    make("strong", "", placeOf(row)),
    make("span", "", "Building type"),
    make("b", "", buildingName(row.building_type)),
    make("span", "", "Usage"),
    make("b", "", `${kWh(row.total_usage)} kWh`),
    make("span", "", "Devices"),
    make("b", "", count(row.devices)),
  );
}
