// The page of queries: one statement at a time, asked when somebody says so and never by itself, as an address may come from a stranger.

import { chosen, remember } from "../address.js";
import { answer } from "../answers.js";
import { byId, write } from "../dom.js";
import { bytes, count, seconds } from "../format.js";
import { followLink } from "../link.js";
import { linked, showPages } from "../pipelines.js";
import { Graph } from "./graph.js";
import { Parameters } from "./parameters.js";
import { Saved } from "./saved.js";
import "./sql-editor.js";
import { Table } from "./table.js";
import { showTables } from "./tables.js";

/** Servers take no longer address; a statement beyond it is not in it. */
const LONGEST_ADDRESS = 6000;
const AGAIN_MILLIS = 5000;

const sql = byId("sql");
const parameters = new Parameters();
const table = new Table();
const graph = new Graph();
const saved = new Saved(use);
let running;
let place;

function use(text, usual) {
  sql.value = text;
  parameters.show(text, usual);
  sql.focus();
}

function insert(name) {
  sql.insert(name);
  sql.focus();
}

function question() {
  return { sql: sql.value, parameters: parameters.values(), id: newId() };
}

/** Pages that come over plain HTTP from elsewhere have no randomUUID. */
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const asking = (body, accept) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: accept },
  body: JSON.stringify(body),
});

/** Asks, and tells meanwhile how long it takes. */
async function whileRunning(id, what, ask) {
  const begun = performance.now();
  const tell = () => write(byId("told"), `${what}, ${Math.floor((performance.now() - begun) / 1000)} s`);
  running = id;
  byId("run").disabled = byId("csv").disabled = true;
  byId("cancel").hidden = false;
  byId("rows").parentElement.setAttribute("aria-busy", "true");
  showProblem(null);
  tell();
  const timer = setInterval(tell, 1000);
  try {
    await ask();
  } catch (error) {
    write(byId("told"), "No answer");
    showProblem(error);
  } finally {
    clearInterval(timer);
    running = null;
    byId("run").disabled = byId("csv").disabled = false;
    byId("cancel").hidden = true;
    byId("rows").parentElement.removeAttribute("aria-busy");
  }
}

function run() {
  if (running || !sql.value.trim()) return;
  const body = question();
  share();
  whileRunning(body.id, "Running", async () => {
    const answered = await answer("/api/query", {}, asking(body, "application/json"));
    table.show(answered);
    graph.show(answered);
    const { rows, statistics, cut } = answered;
    const read = `${count(statistics.rows_read)} rows and ${bytes(statistics.bytes_read)} read`;
    write(byId("told"), `${count(rows.length)} ${rows.length === 1 ? "row" : "rows"} in ${seconds(statistics.elapsed)}, ${read}`);
    write(byId("cut"), cut ? `Only the first ${count(rows.length)} rows are shown; the CSV has more of them.` : "");
  });
}

function download() {
  if (running || !sql.value.trim()) return;
  const body = question();
  whileRunning(body.id, "Downloading", async () => {
    const response = await fetch(linked("/api/query"), asking(body, "text/csv"));
    if (!response.ok) {
      const problem = await response.json();
      throw new Error(problem.error, { cause: problem });
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = "query.csv";
    link.click();
    URL.revokeObjectURL(link.href);
    write(byId("told"), "Downloaded as query.csv");
  });
}

/** What is asked lives in the address, so that it can be shared. */
function share() {
  const fits = encodeURIComponent(sql.value).length <= LONGEST_ADDRESS;
  remember("sql", fits ? sql.value : null);
  parameters.remember();
}

function showProblem(error) {
  const problem = error?.cause ?? {};
  byId("problem").hidden = error == null;
  const where = problem.line ? `Line ${problem.line}, column ${problem.column}: ` : "";
  const code = problem.code ? ` (${problem.name || "code"} ${problem.code})` : "";
  write(byId("problem-text"), error == null ? "" : `${where}${error.message}${code}`);
  place = problem.line ? offsetOf(problem) : null;
  byId("problem-place").hidden = place == null;
}

function offsetOf({ line, column }) {
  const before = sql.value.split("\n").slice(0, line - 1);
  return before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
}

/** Until it is known whether queries are answered at all. */
async function begin() {
  try {
    const { problem, remedy, database, user, limits } = await answer("/api/query");
    write(byId("notice"), "");
    byId("off").hidden = problem == null;
    byId("form").hidden = problem != null;
    write(byId("off-reason"), `${problem ?? ""}.`);
    write(byId("off-remedy"), remedy.join("\n"));
    write(byId("database"), `of ${database}`);
    await saved.show();
    if (problem != null) return;
    write(byId("limits"), `ClickHouse SQL as ${user}, who can only read; ${count(limits.rows)} rows and ${limits.seconds} s at most`);
    const [{ tables }, { functions }] = await Promise.all([answer("/api/query/tables"), answer("/api/query/functions")]);
    showTables(tables, insert);
    sql.offer(tables, functions);
  } catch (error) {
    write(byId("notice"), `${error.message}. This page recovers by itself.`);
    setTimeout(begin, AGAIN_MILLIS);
  }
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
sql.addEventListener("input", () => parameters.show(sql.value));
byId("csv").addEventListener("click", download);
byId("cancel").addEventListener("click", () => {
  answer(`/api/query/${running}`, {}, { method: "DELETE" }).catch((error) => write(byId("told"), error.message));
});
byId("problem-place").addEventListener("click", () => {
  sql.focus();
  sql.setSelectionRange(place, place + 1);
});
byId("as").addEventListener("change", (event) => showAs(event.target.value));

function showAs(form) {
  byId("as-table").hidden = form !== "table";
  byId("as-chart").hidden = form !== "chart";
  remember("as", form === "table" ? null : form);
}

if (chosen("as") === "chart") {
  byId("as").querySelector("[value=chart]").checked = true;
  showAs("chart");
}
sql.value = chosen("sql") ?? "";
showPages();
followLink();
begin();
