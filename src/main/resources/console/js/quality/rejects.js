// Rows that rules keep out: counts by rule, the newest rows of the one that is chosen, and sending them again.

import { chosen, remember } from "../address.js";
import { answer } from "../answers.js";
import { byId, make, write } from "../dom.js";
import { count, dateTime } from "../format.js";
import { confirmed } from "./confirm.js";
import { JobView } from "./job.js";
import { replayed } from "./replay.js";
import { Choices, fill, head } from "./table.js";

const SORT = "REJECTS";
const ROWS = 20;

const keyOf = ({ view, rule }) => JSON.stringify([view, rule]);

export class RejectsPanel {
  #jobs;
  #refresh;
  #groups = [];
  #chosen = chosen("rule") == null ? null : { view: chosen("view"), rule: chosen("rule") };
  #choices = new Choices(byId("rejects"), (key) => this.#choose(key));
  #job;

  /** @param refresh asks anew for all that is shown */
  constructor(jobs, refresh) {
    this.#jobs = jobs;
    this.#refresh = refresh;
    this.#job = new JobView("rejects-job", (job) => jobs.cancel(job), replayed);
    byId("rejects-try").addEventListener("click", () => this.#replay(true));
    byId("rejects-send").addEventListener("click", () => this.#ask());
  }

  async refresh(signal) {
    const { rejects } = await answer("/api/rejects", {}, { signal });
    this.#groups = rejects;
    this.#show();
    if (this.#chosen == null) return;
    const { rows } = await answer("/api/rejects/rows", { ...this.#chosen, most: ROWS }, { signal });
    this.#showRows(rows);
  }

  blank(reason) {
    write(byId("rejects-note"), reason);
    write(byId("rejected-all"), "–");
  }

  showJob() {
    this.#job.show(this.#jobs.last(SORT), this.#jobs.problem(SORT));
    this.#enable();
  }

  #enable() {
    const busy = this.#jobs.runs("REPLAY");
    byId("rejects-try").disabled = busy;
    byId("rejects-send").disabled = busy;
  }

  #show() {
    const all = this.#groups.reduce((sum, { rows }) => sum + rows, 0);
    write(byId("rejected-all"), count(all));
    write(byId("rejects-note"), this.#groups.length === 0 ? "No rule keeps a row out." : "");
    byId("rejects-part").hidden = this.#groups.length === 0;
    this.#choices.show(this.#groups.map(choiceOf), this.#chosen && keyOf(this.#chosen));
    byId("reject-rows-part").hidden = this.#chosen == null;
    if (this.#chosen != null) write(byId("reject-rows-title"), this.#chosen.rule);
  }

  #choose(key) {
    const [view, rule] = JSON.parse(key);
    const again = this.#chosen != null && keyOf(this.#chosen) === key;
    this.#chosen = again ? null : { view, rule };
    remember("view", this.#chosen?.view);
    remember("rule", this.#chosen?.rule);
    byId("reject-rows-scroll").hidden = true;
    write(byId("reject-rows-note"), "One moment please");
    this.#show();
    this.#refresh();
  }

  #showRows(rows) {
    byId("reject-rows-scroll").hidden = rows.length === 0;
    const group = this.#groups.find((each) => keyOf(each) === keyOf(this.#chosen));
    write(byId("reject-rows-note"), noteOf(rows.length, group?.rows ?? rows.length));
    const columns = columnsOf(rows);
    fill(byId("reject-columns"), columns, () => ["Committed", ...columns.map(({ name }) => name), "Why", "Record"].map((title) => head(title, "text")));
    fill(byId("reject-rows"), rows, () => rows.map((row) => lineOf(row, columns)));
  }

  async #ask() {
    const group = this.#groups.find((each) => keyOf(each) === keyOf(this.#chosen));
    const many = group ? `${count(group.rows)} ${group.rows === 1 ? "row" : "rows"}` : "These rows";
    const text = `${many} that ${group?.rows === 1 ? "does" : "do"} not fulfil “${this.#chosen.rule}” will go through all views once more, each exactly once. One that the rule still keeps out stays here.`;
    if (await confirmed("Send these rejects again?", text)) await this.#replay(false);
  }

  #replay(dryRun) {
    return this.#jobs.start(SORT, "/api/replays", { kind: SORT, ...this.#chosen, dryRun });
  }
}

function choiceOf({ view, rule, rows, first, last }) {
  const cells = [{ text: view, className: "text" }, { text: count(rows) }, { text: dateTime(first), className: "text" }, { text: dateTime(last), className: "text" }];
  return { key: keyOf({ view, rule }), title: rule, cells };
}

function noteOf(shown, all) {
  if (shown === 0) return "This rule keeps no row out now.";
  return all > shown ? `The newest ${count(shown)} of ${count(all)}` : "";
}

/** The key's columns first, then those of the rows; a row may have been made by an earlier definition. */
function columnsOf(rows) {
  const names = (part) => [...new Set(rows.flatMap((row) => (isObject(row[part]) ? Object.keys(row[part]) : [])))];
  const own = names("row");
  const keys = names("key").filter((name) => !own.includes(name));
  return [...keys.map((name) => ({ name, part: "key" })), ...own.map((name) => ({ name, part: "row" }))];
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function lineOf({ key, row, reason, source, at }, columns) {
  const values = columns.map(({ name, part }) => valueCell((part === "key" ? key : row)?.[name]));
  return make("tr", "", make("td", "text", dateTime(at)), ...values, make("td", "text why", reason), make("td", "text", make("code", "", source)));
}

function valueCell(value) {
  if (value === undefined) return make("td", "text");
  if (value === null) return make("td", "text muted", "NULL");
  return make("td", "text", typeof value === "object" ? JSON.stringify(value) : String(value));
}
