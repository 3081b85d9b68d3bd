// What became of each row of the sources: a count that a click begins.

import { byId, make, write } from "../dom.js";
import { clockOf, count } from "../format.js";
import { JobView } from "./job.js";
import { head } from "./table.js";

const KIND = "RECONCILIATION";

/** A row of a source is in one of these. */
const PLACES = [
  ["landed", "Landed"],
  ["rejected", "Rejected"],
  ["deadLetters", "Dead letters"],
  ["filtered", "Filtered"],
  ["waiting", "On their way"],
  ["unaccounted", "Unaccounted"],
];

export class BalancePanel {
  #jobs;
  #job;

  constructor(jobs) {
    this.#jobs = jobs;
    this.#job = new JobView("balance-job", (job) => jobs.cancel(job), shown);
    byId("balance-start").addEventListener("click", () => jobs.start(KIND, "/api/reconciliations", {}));
  }

  showJob() {
    const last = this.#jobs.last(KIND);
    this.#job.show(last, this.#jobs.problem(KIND));
    byId("balance-note").hidden = last != null;
    byId("balance-start").disabled = this.#jobs.runs(KIND);
    if (last?.result) {
      const holds = last.result.balances.every((each) => each.holds);
      write(byId("balance-short"), `${holds ? "Yes" : "No"}, ${clockOf(last.ended)}`);
      byId("balance-short").toggleAttribute("data-attention", !holds);
    }
  }
}

function shown({ balances }) {
  if (balances.length === 0) return [make("p", "said", "There is no view of facts to count.")];
  const titles = [head("Source"), head("Rows"), ...PLACES.map(([, title]) => head(title)), head("Surplus")];
  const table = make("table", "balances", make("thead", "", make("tr", "", ...titles)), make("tbody", "", ...balances.map(line)));
  const frame = make("div", "wide", table);
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "What became of each row");
  return [make("ul", "said", ...balances.map(sentence)), frame];
}

function sentence({ source, target, rows, unaccounted, surplus, changed, complete, holds }) {
  const part = complete ? "" : " Only those that changed since the topic's beginning are counted: it has lost its first records.";
  const moved = changed > 0 ? ` ${count(changed)} changed meanwhile and are not counted.` : "";
  const made = make("li", "", (holds ? `Each of ${count(rows)} rows of ${source} is in one place, and ${target} has no other.` : wrong(source, target, unaccounted, surplus)) + moved + part);
  made.dataset.kind = holds ? "good" : "bad";
  return made;
}

function wrong(source, target, unaccounted, surplus) {
  const lost = unaccounted > 0 ? `${count(unaccounted)} rows of ${source} are nowhere` : "";
  const more = surplus > 0 ? `${target} has ${count(surplus)} rows that no row of ${source} accounts for` : "";
  return `${[lost, more].filter(Boolean).join(", and ")}.`;
}

function line(balance) {
  const places = PLACES.map(([name]) => cell(balance[name], name === "unaccounted"));
  const what = make("th", "variant", `${balance.source} → ${balance.target}`);
  what.scope = "row";
  return make("tr", "", what, cell(balance.rows), ...places, cell(balance.surplus, true));
}

function cell(number, isWrong = false) {
  return make("td", isWrong && number > 0 ? "wrong" : "", count(number));
}
