// What was asked for and takes a while: the last jobs, with the results of those that the page shows.

import { answer } from "../answers.js";

export class Jobs {
  #all = [];
  #cannot = {};
  #results = new Map();
  #problems = new Map();
  #changed;

  /** @param changed called when a job was begun or cancelled */
  constructor(changed) {
    this.#changed = changed;
  }

  get running() {
    return this.#all.some(({ state }) => state === "RUNNING");
  }

  /** What is known is kept while the console does not answer: the header tells that. */
  async refresh() {
    try {
      const { jobs, cannot } = await answer("/api/jobs");
      this.#all = jobs;
      this.#cannot = cannot;
      await Promise.all(jobs.filter((job) => this.#isShown(job)).map((job) => this.#fetchResult(job)));
    } catch {
      return;
    }
  }

  /** The newest of each kind are shown; of replays, of each kind of theirs. */
  #isShown(job) {
    return this.#all.find((other) => sortOf(other) === sortOf(job)) === job;
  }

  async #fetchResult({ id, begun, state }) {
    const key = `${id} ${begun}`;
    if (state === "DONE" && !this.#results.has(key)) {
      this.#results.set(key, (await answer(`/api/jobs/${id}`)).result);
    }
  }

  /** The newest of a sort, with its result; null if there is none. */
  last(sort) {
    const job = this.#all.find((each) => sortOf(each) === sort);
    return job ? { ...job, result: this.#results.get(`${job.id} ${job.begun}`) ?? null } : null;
  }

  /** Why nothing of this kind can be begun here; null if it can. */
  cannot(kind) {
    return this.#cannot[kind] ?? null;
  }

  /** What was wrong with the last try to begin one; null if nothing was. */
  problem(sort) {
    return this.#problems.get(sort) ?? null;
  }

  runs(kind) {
    return this.#all.some((job) => job.kind === kind && job.state === "RUNNING");
  }

  async start(sort, path, body) {
    const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    await this.#send(sort, path, request);
  }

  async cancel(job) {
    await this.#send(sortOf(job), `/api/jobs/${job.id}`, { method: "DELETE" });
  }

  async #send(sort, path, request) {
    try {
      await answer(path, {}, request);
      this.#problems.delete(sort);
    } catch (error) {
      this.#problems.set(sort, error.message);
    }
    await this.#changed();
  }
}

const sortOf = ({ kind, order }) => (kind === "REPLAY" ? order.kind : kind);
