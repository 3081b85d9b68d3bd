// Records that could not be read or written: counts by reason, some of the one that is chosen, and sending all again.

import { chosen, remember } from "../address.js";
import { answer } from "../answers.js";
import { byId, make, write } from "../dom.js";
import { count, dateTime } from "../format.js";
import { confirmed } from "./confirm.js";
import { JobView } from "./job.js";
import { replayed } from "./replay.js";
import { Choices, fill } from "./table.js";

const SORT = "DEAD_LETTERS";

const keyOf = ({ topic, reason }) => JSON.stringify([topic, reason]);

export class LettersPanel {
  #jobs;
  #letters;
  #chosen = chosen("reason") == null ? null : keyOf({ topic: chosen("topic"), reason: chosen("reason") });
  #choices = new Choices(byId("letters"), (key) => this.#choose(key));
  #job;

  constructor(jobs) {
    this.#jobs = jobs;
    this.#job = new JobView("letters-job", (job) => jobs.cancel(job), replayed);
    byId("letters-try").addEventListener("click", () => this.#replay(true));
    byId("letters-send").addEventListener("click", () => this.#ask());
  }

  async refresh(signal) {
    this.#letters = await answer("/api/dead-letters", {}, { signal });
    this.#show();
  }

  blank(reason) {
    write(byId("letters-note"), reason);
    write(byId("letters-all"), "–");
  }

  showJob() {
    this.#job.show(this.#jobs.last(SORT), this.#jobs.problem(SORT));
    const busy = this.#jobs.runs("REPLAY");
    byId("letters-try").disabled = busy;
    byId("letters-send").disabled = busy;
  }

  #show() {
    const { groups } = this.#letters;
    const all = groups.reduce((sum, { letters }) => sum + letters, 0);
    write(byId("letters-all"), `${count(all)}${this.#letters.limit ? " +" : ""}`);
    byId("letters-all").toggleAttribute("data-attention", all > 0);
    write(byId("letters-note"), noteOf(this.#letters));
    byId("letters-part").hidden = groups.length === 0;
    byId("letters-actions").hidden = !groups.some(({ replayable }) => replayable);
    this.#choices.show(groups.map(choiceOf), this.#chosen);
    this.#showGroup(groups.find((group) => keyOf(group) === this.#chosen));
  }

  #choose(key) {
    this.#chosen = this.#chosen === key ? null : key;
    const [topic, reason] = this.#chosen == null ? [] : JSON.parse(key);
    remember("topic", topic);
    remember("reason", reason);
    this.#show();
  }

  #showGroup(group) {
    byId("letter-part").hidden = group == null;
    if (group == null) return;
    write(byId("letter-title"), group.reason);
    const newest = group.letters > group.samples.length ? `The newest ${count(group.samples.length)} of ${count(group.letters)}. ` : "";
    const stays = group.replayable ? "" : "No record in a topic of facts can be sent again: once the cause is mended, ./prejoin snapshot TABLE reads the table again.";
    write(byId("letter-note"), `${newest}${stays}`);
    fill(byId("letter-samples"), group.samples, () => group.samples.map(letterItem));
  }

  async #ask() {
    const sent = this.#letters.groups.filter(({ replayable }) => replayable).reduce((sum, { letters }) => sum + letters, 0);
    const text = `${count(sent)} ${sent === 1 ? "record" : "records"} will be read and go through all views once more, each exactly once. What still cannot be read stays here.`;
    if (await confirmed("Send all dead letters again?", text)) await this.#replay(false);
  }

  #replay(dryRun) {
    return this.#jobs.start(SORT, "/api/replays", { kind: SORT, dryRun });
  }
}

function noteOf({ groups, leftOut, limit, read, of }) {
  const part = limit ? `${count(read)} of ${count(of)} records were read: ${limit}.` : "";
  const more = leftOut > 0 ? ` ${count(leftOut)} more reasons are left out.` : "";
  return `${groups.length === 0 ? "There are no dead letters. " : ""}${part}${more}`.trim();
}

function choiceOf({ topic, reason, letters, first, last }) {
  const cells = [{ text: topic, className: "text" }, { text: count(letters) }, { text: dateTime(first), className: "text" }, { text: dateTime(last), className: "text" }];
  return { key: keyOf({ topic, reason }), title: reason || "No reason was given", cells };
}

function letterItem({ place, source, at, reason, key, value }) {
  return make(
    "li",
    "",
    make("span", "note", `${dateTime(at)} · ${place}${source ? ` · of ${source}` : ""}`),
    make("span", "", reason),
    bytesLine("Key", key),
    bytesLine("Value", value),
  );
}

/** Bytes are texts here, whatever is in them. */
function bytesLine(name, bytes) {
  if (bytes == null) return make("span", "muted", `${name}: none`);
  const { text, hex, length } = bytes;
  const much = length === 1 ? "1 byte" : `${count(length)} bytes`;
  return make("span", "bytes", make("span", "muted", `${name}, ${much}${hex == null ? "" : ", hexadecimal"}: `), make("code", "", text ?? hex));
}
