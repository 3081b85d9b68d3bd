// Single corrections as they happen: the newest on top. Rows are written to, never made anew, so that nothing flickers.

import { byId, make, write } from "./dom.js";
import { clockOf, count, number, seconds, time } from "./format.js";

const SHOWN = 100;
// A time says what it is without its column's name.
const TIME = /^\d{4}-\d\d-\d\d( |$)/;
const WORDS = { UPDATED: "Updated", REMOVED: "Removed", RETURNED: "There again", RESTATED: "Made anew", ADDED: "Added" };
const OF_METADATA = { UPDATED: "Metadata changed", REMOVED: "Metadata gone", RETURNED: "Metadata again", ADDED: "Metadata came" };
const IDLE = "None so far: an update, a delete or a change of metadata in the source appears here a second or two after its commit";
const OFF = "This process lands no rows, so it knows of no corrections: the page of one with the role sink lists them";

export class CorrectionLog {
  #body = byId("log-rows");
  #hold = byId("log-hold");
  #lines = new Map();
  #known = new Map();
  #unlisted = 0;
  #held = 0;
  #fresh = true;

  constructor() {
    this.#hold.addEventListener("click", () => this.#turn());
  }

  /** The next news are all there is: from a process that may have been started since. */
  reset() {
    this.#fresh = true;
  }

  show({ on, oldest, unlisted, corrections }) {
    if (this.#fresh) this.#known.clear();
    const first = this.#fresh;
    this.#fresh = false;
    for (const correction of corrections) {
      if (!this.#known.has(correction.id)) this.#held++;
      this.#known.set(correction.id, correction);
    }
    for (const id of this.#known.keys()) if (id < oldest) this.#known.delete(id);
    this.#unlisted = unlisted;
    write(byId("log-empty"), on ? IDLE : OFF);
    byId("log").dataset.state = this.#known.size > 0 ? "some" : "none";
    if (this.#isHeld()) this.#tellHeld();
    else this.#draw(first);
  }

  #isHeld() {
    return this.#hold.getAttribute("aria-pressed") === "true";
  }

  #turn() {
    const held = !this.#isHeld();
    this.#hold.setAttribute("aria-pressed", held);
    this.#held = 0;
    if (held) this.#tellHeld();
    else this.#draw(false);
  }

  #tellHeld() {
    write(byId("log-hint"), `Held; ${count(this.#held)} newer since`);
  }

  #draw(all) {
    this.#held = 0;
    const ids = [...this.#known.keys()].sort((left, right) => right - left).slice(0, SHOWN);
    const wanted = new Set(ids);
    for (const [id, line] of this.#lines) {
      if (all || !wanted.has(id)) {
        line.element.remove();
        this.#lines.delete(id);
      }
    }
    for (const id of ids.toReversed()) {
      const correction = this.#known.get(id);
      let line = this.#lines.get(id);
      if (!line) {
        line = new Line(correction);
        this.#lines.set(id, line);
        if (!all) line.element.classList.add("new");
        this.#body.prepend(line.element);
      }
      line.show(correction);
    }
    write(byId("log-hint"), this.#hint(ids.map((id) => this.#known.get(id))));
  }

  #hint(shown) {
    const times = shown.map((correction) => correction.seconds).filter((each) => each != null).sort((left, right) => left - right);
    const much = shown.length === 0 ? "" : shown.length === 1 ? "The last one" : `The last ${count(shown.length)}`;
    const speed = times.length === 0 ? "" : `, half of them right within ${seconds(times[(times.length - 1) >> 1])} of their commit`;
    const more = this.#unlisted > 0 ? `; ${count(this.#unlisted)} since the start came too fast to list` : "";
    return `${much}${speed}${more}`;
  }
}

class Line {
  #right = make("td", "right");
  #what = make("span", "tag");
  element;

  constructor(correction) {
    const { kind, dimension, committedAt, landedAt, table } = correction;
    const at = make("td", "at", clockOf(committedAt ?? landedAt));
    at.title = committedAt ? `committed at ${time(committedAt)}, landed at ${time(landedAt)}` : `landed at ${time(landedAt)}`;
    this.#what.dataset.kind = dimension ? "METADATA" : kind;
    this.element = make("tr", "", at, make("td", "what", this.#what), rowCell(correction), changeCell(correction), this.#right);
    this.element.dataset.table = table;
  }

  show({ kind, dimension, rows, countedAt, seconds: took, followed, landedAt }) {
    const came = kind === "ADDED" && rows > 0 ? "Metadata came late" : OF_METADATA[kind];
    write(this.#what, dimension ? came : WORDS[kind]);
    const many = rows === 0 ? "" : rows === 1 ? "1 row, " : `${count(rows)} rows, `;
    const right = countedAt ? (took == null ? `at ${clockOf(countedAt)}` : `after ${seconds(took)}`) : "";
    const state = right || (dimension && rows === 0 ? "no row made anew so far" : followed ? "counting" : "another process counts it");
    write(this.#right, `${many}${state}`);
    this.#right.dataset.state = countedAt ? "right" : "open";
    this.#right.title = dimension ? "rows that look it up, and when the last of them was right in the aggregates" : `landed at ${time(landedAt)}`;
  }
}

/** Which row it is: its key, then what people know it by. */
function rowCell({ table, key, place, kind }) {
  const seen = new Set();
  const cells = [...key, ...place].filter(({ column }) => !seen.has(column) && seen.add(column));
  const texts = cells.map(({ column, value }) => (TIME.test(value) ? value : `${column} ${shown(value).text}`));
  const text = texts.length > 0 ? texts.join(" · ") : kind === "RESTATED" ? "rows that changed alike" : "";
  const cell = make("td", "row", text);
  cell.title = [table, ...cells.map(({ column, value }) => `${column}: ${shown(value).exact}`)].join("\n");
  return cell;
}

function changeCell({ kind, changes }) {
  const cell = make("td", "change");
  const parts = changes.map((change) => partsOf(kind, change));
  parts.forEach(({ nodes }, i) => cell.append(...(i > 0 ? [" · "] : []), ...nodes));
  if (parts.length === 0) cell.append(make("span", "muted", "the same values"));
  cell.title = parts.map(({ exact }) => exact).join("\n");
  return cell;
}

function partsOf(kind, { column, before, after }) {
  const was = shown(before);
  const is = shown(after);
  const name = make("span", "muted", `${column} `);
  if (kind === "REMOVED") return { nodes: [name, make("s", "", was.text)], exact: `${column}: ${was.exact}` };
  if (kind === "ADDED" || kind === "RETURNED") return { nodes: [name, make("b", "", is.text)], exact: `${column}: ${is.exact}` };
  return { nodes: [name, was.text, " → ", make("b", "", is.text)], exact: `${column}: ${was.exact} → ${is.exact}` };
}

function shown(value) {
  if (value == null) return { text: "NULL", exact: "NULL" };
  if (value === "") return { text: "blank", exact: "''" };
  return { text: number(value), exact: value };
}
