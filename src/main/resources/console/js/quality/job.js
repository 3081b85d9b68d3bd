// One job on the page: what it does and how far it is, or what it has found. Its elements stay, so that neither the focus nor what is read aloud gets lost.

import { byId, make, write } from "../dom.js";
import { dateTime, seconds, time } from "../format.js";

export class JobView {
  #what = make("b", "job-what");
  #when = make("span", "note");
  #cancel = make("button", "hold", "Cancel");
  #now = make("p", "job-now");
  #steps = make("ol", "job-steps");
  #problem = make("p", "job-problem");
  #result = make("div", "job-result");
  #element;
  #job;
  #seen;
  #render;

  /**
   * @param id of the element that it is shown in
   * @param cancel what to do to cancel a job
   * @param render the elements that show a result
   */
  constructor(id, cancel, render) {
    this.#element = byId(id);
    this.#render = render;
    this.#cancel.type = "button";
    this.#cancel.addEventListener("click", () => cancel(this.#job));
    this.#now.setAttribute("role", "status");
    this.#problem.setAttribute("role", "alert");
    const head = make("div", "job-head", this.#what, this.#when, this.#cancel);
    this.#element.replaceChildren(this.#problem, head, this.#steps, this.#now, this.#result);
  }

  /**
   * @param job null if there is none
   * @param problem why another could not begin; null if it could
   */
  show(job, problem) {
    this.#job = job;
    this.#element.hidden = job == null && problem == null;
    this.#element.querySelector(".job-head").hidden = job == null;
    write(this.#problem, [problem, job?.error].filter(Boolean).join(" "));
    if (job == null) return;
    const runs = job.state === "RUNNING";
    this.#element.dataset.state = job.state;
    write(this.#what, job.what);
    write(this.#when, whenOf(job));
    this.#cancel.hidden = !runs;
    write(this.#now, nowOf(job));
    this.#steps.hidden = !runs;
    if (runs) showSteps(this.#steps, job.steps);
    this.#showResult(job);
  }

  #showResult({ id, begun, result }) {
    const seen = result == null ? "" : `${id} ${begun}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#result.replaceChildren(...(result == null ? [] : this.#render(result)));
  }
}

function showSteps(list, steps) {
  for (let i = list.children.length; i < steps.length; i++) list.append(make("li", "", steps[i]));
  while (list.children.length > steps.length) list.lastElementChild.remove();
  steps.forEach((step, i) => write(list.children[i], step));
}

function whenOf({ state, begun, ended }) {
  if (state === "RUNNING") return `since ${time(begun)}`;
  const took = (Date.parse(ended) - Date.parse(begun)) / 1000;
  const how = { DONE: "Done", FAILED: "Failed", CANCELLED: "Cancelled" }[state];
  return `${how} at ${dateTime(ended)}, after ${seconds(took)}`;
}

function nowOf({ state, now }) {
  if (state === "CANCELLED") return "Cancelled; what was done by then stays done.";
  return state === "RUNNING" ? now || "Begins" : "";
}
