// What the dashboard is about: a time range, a building type, a customer, a device. It lives in the address, so that a view can be shared.

import { chosen, remember } from "../address.js";
import { byId, write } from "../dom.js";
import { Suggestions } from "./suggestions.js";

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const USUAL_RANGE = "7d";
const RANGES = { "24h": { hours: 24, words: "the last 24 hours" }, "7d": { hours: 168, words: "the last 7 days" }, "30d": { hours: 720, words: "the last 30 days" }, all: { words: "all hours" } };
const NAMES = ["from", "to", "building", "customer", "device"];
const MOST_DEVICE = 4_294_967_295;
/** What the queries call devices without metadata. */
export const WITHOUT = "(none)";
export const buildingName = (type) => (type === "" || type === WITHOUT ? "Without metadata" : type);

export class Filters {
  #form = byId("filters");
  #radios = [...document.querySelectorAll("#range input")];
  #range = RANGES[chosen("range")] ? chosen("range") : USUAL_RANGE;
  #values = Object.fromEntries(NAMES.map((name) => [name, chosen(name)?.trim() ?? ""]));
  #types = [];
  #onChange;

  /** @param onChange called after each change, also into what cannot be asked */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#form.addEventListener("change", ({ target }) => this.#take(target));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take(document.activeElement);
    });
    byId("clear").addEventListener("click", () => this.#clear());
    const taken = (input) => this.#take(input);
    const narrowed = (...names) => () => Object.fromEntries(names.map((name) => [name, this.#values[name]]));
    new Suggestions(byId("customer"), "customer_choices", narrowed("building"), ({ customer_id, devices }) => [customer_id, devices === 1 ? "1 device" : `${devices} devices`], taken);
    new Suggestions(byId("device"), "device_choices", narrowed("building", "customer"), ({ device_id, customer_id, building_type }) => [String(device_id), [customer_id, building_type].filter(Boolean).join(", ")], taken);
    this.#show();
  }

  /** What is wrong with them; empty if they can be asked. */
  get problem() {
    const { from, to, device } = this.#values;
    if (from !== "" && !isDay(from)) return `From is no day: ${from}. Choose one, such as 2026-11-23.`;
    if (to !== "" && !isDay(to)) return `To is no day: ${to}. Choose one, such as 2026-11-23.`;
    if (from !== "" && to !== "" && from > to) return `From is after To. Choose a day up to ${to}, or a later To.`;
    if (device !== "" && !(/^\d+$/.test(device) && Number(device) <= MOST_DEVICE)) return `A device is a whole number up to ${MOST_DEVICE}, not ${device}.`;
    return "";
  }

  /** Alike for the same choice, at whatever time. */
  get key() {
    return JSON.stringify([this.#range, this.#values]);
  }

  /** Parameters of the queries, for now. */
  get parameters() {
    const { begin, end } = this.span;
    const { building, customer, device } = this.#values;
    const all = { from: begin && instant(begin), to: end && instant(end), building, customer, device };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
  }

  /** From the beginning of one hour to that of another, in milliseconds; null where it is open. */
  get span() {
    const { from, to } = this.#values;
    if (from !== "" || to !== "") return { begin: from === "" ? null : Date.parse(from), end: to === "" ? null : Date.parse(to) + DAY_MILLIS };
    const { hours } = RANGES[this.#range];
    if (!hours) return { begin: null, end: null };
    const end = (Math.floor(Date.now() / HOUR_MILLIS) + 1) * HOUR_MILLIS;
    return { begin: end - hours * HOUR_MILLIS, end };
  }

  /** As people say it. */
  get words() {
    const { from, to, building, customer, device } = this.#values;
    const time = from !== "" && to !== "" ? `${from} to ${to}` : from !== "" ? `since ${from}` : to !== "" ? `until ${to}` : RANGES[this.#range].words;
    return [time, building && buildingName(building), customer && `customer ${customer}`, device && `device ${device}`].filter(Boolean).join(", ");
  }

  /** The building types that can be chosen; one that was chosen stays, also when there is none of it any more. */
  offer(types) {
    const all = ["", ...types, WITHOUT];
    const { building } = this.#values;
    if (!all.includes(building)) all.push(building);
    if (JSON.stringify(all) === JSON.stringify(this.#types)) return;
    this.#types = all;
    byId("building").replaceChildren(...all.map((type) => new Option(type === "" ? "all" : buildingName(type), type, false, type === building)));
  }

  #take(input) {
    if (input.name === "range") {
      this.#range = input.value;
      this.#values.from = this.#values.to = "";
    } else if (NAMES.includes(input.name)) {
      const value = input.value.trim();
      if (value === this.#values[input.name]) return;
      this.#values[input.name] = value;
    } else return;
    this.#changed();
  }

  #clear() {
    this.#range = USUAL_RANGE;
    for (const name of NAMES) this.#values[name] = "";
    this.#changed();
    byId("range").querySelector("input:checked").focus();
  }

  #changed() {
    remember("range", this.#range === USUAL_RANGE ? null : this.#range);
    for (const name of NAMES) remember(name, this.#values[name]);
    this.#show();
    this.#onChange();
  }

  #show() {
    const { from, to } = this.#values;
    const dated = from !== "" || to !== "";
    for (const radio of this.#radios) radio.checked = !dated && radio.value === this.#range;
    this.offer(this.#types.slice(1).filter((type) => type !== WITHOUT));
    for (const name of NAMES) {
      const input = byId(name);
      // A field for days takes nothing else: what is no day stands in the problem alone.
      const value = input.type === "date" && !isDay(this.#values[name]) ? "" : this.#values[name];
      if (input.value !== value) input.value = value;
    }
    const { problem } = this;
    byId("from").setAttribute("aria-invalid", /^From/.test(problem));
    byId("to").setAttribute("aria-invalid", /^(To|From is after)/.test(problem));
    byId("device").setAttribute("aria-invalid", /^A device/.test(problem));
    write(byId("filters-problem"), problem);
    write(byId("scope"), problem === "" ? `${capital(this.words)}; hours and days are UTC` : "Hours and days are UTC");
    byId("clear").disabled = this.#range === USUAL_RANGE && NAMES.every((name) => this.#values[name] === "");
  }
}

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
const instant = (millis) => new Date(millis).toISOString().replace(".000", "");
const capital = (text) => text[0].toUpperCase() + text.slice(1);
