// Whether what has landed is what the SQL says over the source: a comparison that a click begins.

import { chosen, remember } from "../address.js";
import { byId, write } from "../dom.js";
import { clockOf } from "../format.js";
import { compared } from "./compared.js";
import { JobView } from "./job.js";

const KIND = "VERIFICATION";

export class VerifyPanel {
  #jobs;
  #job;
  #usual = byId("verify-note").textContent;

  constructor(jobs) {
    this.#jobs = jobs;
    this.#job = new JobView("verify-job", (job) => jobs.cancel(job), compared);
    const hours = byId("verify-hours");
    hours.value = chosen("hours") ?? "";
    if (hours.selectedIndex < 0) hours.value = "";
    hours.addEventListener("change", () => remember("hours", hours.value));
    byId("verify-form").addEventListener("submit", (event) => {
      event.preventDefault();
      jobs.start(KIND, "/api/verifications", hours.value === "" ? {} : { hours: Number(hours.value) });
    });
  }

  showJob() {
    const last = this.#jobs.last(KIND);
    const cannot = this.#jobs.cannot(KIND);
    this.#job.show(last, this.#jobs.problem(KIND));
    write(byId("verify-note"), cannot ? `${cannot}.` : this.#usual);
    byId("verify-note").hidden = last != null && cannot == null;
    byId("verify-start").disabled = cannot != null || this.#jobs.runs(KIND);
    if (last?.result) {
      write(byId("verify-short"), `${last.result.equal ? "Yes" : "No"}, ${clockOf(last.result.at)}`);
      byId("verify-short").toggleAttribute("data-attention", !last.result.equal);
    }
  }
}
