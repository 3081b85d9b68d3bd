// One node, looked into: what it is, its statement, its course, its partitions and its last records.

import { answer } from "../answers.js";
import { byId, make, write } from "../dom.js";
import { clockOf, count } from "../format.js";
import { Course } from "./course.js";

const REFRESH_MILLIS = 5000;
const RECORDS = 20;

export class Detail {
  #course = new Course();
  #node;
  #asking;
  #timer;

  /** @param close what to do when it is closed */
  constructor(close) {
    byId("node-close").addEventListener("click", close);
    byId("node").addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#node) this.#refresh();
    });
  }

  get id() {
    return this.#node?.id ?? null;
  }

  show(node) {
    this.#node = node;
    write(byId("node-name"), node.name);
    write(byId("node-kind"), node.what);
    write(byId("node-note"), "One moment please");
    for (const part of ["course", "partitions", "records", "sql", "columns"]) byId(`node-${part}-part`).hidden = true;
    byId("node-facts").replaceChildren();
    byId("node").hidden = false;
    this.#refresh();
  }

  hide() {
    this.#node = null;
    clearTimeout(this.#timer);
    this.#asking?.abort();
    byId("node").hidden = true;
  }

  async #refresh() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    const { id } = this.#node;
    try {
      if (!document.hidden) {
        const detail = await answer("/api/topology/node", { node: id }, { signal });
        showDetail(detail);
        this.#course.show(detail.course);
        if (hasRecords(id)) showRecords(await answer("/api/topology/records", { node: id, most: RECORDS }, { signal }));
        write(byId("node-note"), "");
      }
    } catch (error) {
      if (signal.aborted) return;
      write(byId("node-note"), `${error.message}. This recovers by itself.`);
    }
    this.#timer = setTimeout(() => this.#refresh(), REFRESH_MILLIS);
  }
}

/** Tables have the rows of their topics, and aggregates none of one. */
const hasRecords = (id) => !id.startsWith("table ");

function showDetail({ facts, columns, sql, partitions }) {
  fill("node-facts", facts, ({ name, value }) => [make("dt", "", name), make("dd", "", value)]);
  byId("node-sql-part").hidden = sql == null;
  write(byId("node-sql"), sql ?? "");
  byId("node-columns-part").hidden = columns.length === 0;
  fill("node-columns", columns, ({ name, type, key }) => [make("li", "", make("b", "", name), ` ${type}`, ...(key ? [" ", make("span", "tag", "key")] : []))]);
  byId("node-partitions-part").hidden = partitions.length === 0;
  const readers = partitions[0]?.readers.map(({ name }) => name) ?? [];
  fill("node-partitions-head", ["", "First", "End", ...readers.map((name) => `${name} to read`)], (title) => [head(title)]);
  fill("node-partitions", partitions, (partition) => [partitionRow(partition)]);
}

/** Makes anew only what differs: a selection, and where it was scrolled to, stay. */
function fill(id, items, elements) {
  const parent = byId(id);
  const seen = JSON.stringify(items);
  if (parent.dataset.seen === seen) return;
  parent.dataset.seen = seen;
  parent.replaceChildren(...items.flatMap(elements));
}

function head(title) {
  const made = make("th", "", title);
  made.scope = "col";
  return made;
}

function partitionRow({ partition, begin, end, readers }) {
  const cells = [begin, end, ...readers.map(({ lag }) => lag)].map((n) => make("td", "", count(n)));
  return make("tr", "", make("td", "", String(partition)), ...cells);
}

function showRecords({ records }) {
  byId("node-records-part").hidden = false;
  if (records.length === 0) {
    fill("node-records", ["none"], () => [make("li", "muted", "It has no records yet")]);
    return;
  }
  fill("node-records", records, (record) => [recordItem(record)]);
}

function recordItem({ partition, offset, time, headers, key, row, rowBytes }) {
  const values = row ?? key ?? {};
  const text = rowBytes == null ? Object.entries(values).map(([name, value]) => `${name} ${shown(value)}`) : [`${rowBytes.length} characters that cannot be read`];
  const head = make("span", "note", `${clockOf(time)} · ${partition}@${offset}${row === null ? " · deleted" : ""}`);
  const item = make("li", "", head, make("span", "", text.join(" · ")));
  item.title = JSON.stringify({ headers, key }, null, 1);
  return item;
}

const shown = (value) => (value === null ? "NULL" : typeof value === "object" ? JSON.stringify(value) : String(value));
