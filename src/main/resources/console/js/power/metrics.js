// The final metrics of each hour and device, a page at a time.

import { chosen, remember } from "../address.js";
import { byId, write } from "../dom.js";
import { count, hourOf, kWh } from "../format.js";
import { fill } from "./figure.js";
import { buildingName } from "./filters.js";

const ROWS = 50;

export class Metrics {
  query = "final_metrics";
  #page = Math.max(1, Math.floor(Number(chosen("page"))) || 1);
  #seen;
  #key;
  #onChange;

  /** @param onChange called when another page is wanted */
  constructor(onChange) {
    this.#onChange = onChange;
    byId("newer").addEventListener("click", () => this.#turn(this.#page - 1));
    byId("older").addEventListener("click", () => this.#turn(this.#page + 1));
  }

  parametersOf(parameters, filters) {
    // Other filters have other pages.
    if (this.#key !== undefined && this.#key !== filters.key) this.#go(1);
    this.#key = filters.key;
    return { ...parameters, limit: ROWS, offset: (this.#page - 1) * ROWS };
  }

  show(rows) {
    const all = rows[0]?.all_rows ?? 0;
    if (rows.length === 0 && this.#page > 1) {
      // There are fewer pages by now, or the address was wrong.
      this.#turn(1);
      return;
    }
    write(byId("metrics-overlay"), rows.length === 0 ? "No readings of the last 7 days within the filters" : "");
    const from = (this.#page - 1) * ROWS;
    write(byId("page"), rows.length === 0 ? "none" : `${count(from + 1)} to ${count(from + rows.length)} of ${count(all)}`);
    byId("newer").disabled = this.#page === 1;
    byId("older").disabled = from + rows.length >= all;
    this.#seen = fill(byId("metrics"), rows.map(cells), this.#seen);
  }

  blank(reason) {
    write(byId("metrics-overlay"), reason);
    write(byId("page"), "–");
    byId("newer").disabled = byId("older").disabled = true;
    this.#seen = fill(byId("metrics"), [], this.#seen);
  }

  #turn(page) {
    this.#go(page);
    this.#onChange();
  }

  #go(page) {
    this.#page = page;
    remember("page", page === 1 ? null : page);
  }
}

function cells(row) {
  const hour = new Date(row.ts_hour);
  const placed = row.latitude !== 0 || row.longitude !== 0;
  return [
    `${row.ts_hour.slice(0, 10)} ${hourOf(hour)}`,
    String(row.device_id),
    row.customer_id || "–",
    buildingName(row.building_type),
    placed ? `${row.latitude?.toFixed(4) ?? "–"}, ${row.longitude?.toFixed(4) ?? "–"}` : "–",
    count(row.final_count),
    kWh(row.final_sum),
    kWh(row.final_min),
    kWh(row.final_max),
    kWh(row.final_avg),
  ];
}
