// What a replay has done, or would do, in sentences.

import { make } from "../dom.js";
import { count } from "../format.js";

/** The sentences of a result; what is not well is marked. */
export function replayed(result) {
  return [make("ul", "said", ...sentences(result).map(({ text, kind }) => line(text, kind)))];
}

function line(text, kind) {
  const made = make("li", "", text);
  if (kind) made.dataset.kind = kind;
  return made;
}

function sentences({ dryRun, chosen, sent, changed, gone, goneAt, others, outcome }) {
  const found = Object.values(chosen).reduce((all, n) => all + n, 0);
  const lines = [];
  if (found === 0) lines.push({ text: "There are none of these." });
  else if (dryRun) lines.push({ text: `Nothing was sent. Of ${count(found)} ${records(found)}, ${count(sent)} would be sent again.` });
  else lines.push({ text: `${count(sent)} of ${count(found)} ${records(found)} ${sent === 1 ? "was" : "were"} sent again.` });
  if (changed > 0) lines.push({ text: `${count(changed)} ${changed === 1 ? "row has" : "rows have"} changed since, or ended: that holds.` });
  if (gone > 0) lines.push({ text: `${count(gone)} left out: the topic has the record no longer (${goneAt.join(", ")}${gone > goneAt.length ? " …" : ""}); ./prejoin snapshot TABLE reads a table again.`, kind: "bad" });
  for (const text of others) lines.push({ text });
  if (outcome) lines.push(...outcomes(outcome));
  return lines;
}

function outcomes({ landed, rejected, dead, filtered }) {
  const all = [{ text: `${count(landed)} landed.`, kind: landed > 0 ? "good" : null }];
  if (filtered > 0) all.push({ text: `${count(filtered)} were filtered without a trace.` });
  if (rejected > 0) all.push({ text: `${count(rejected)} ${rejected === 1 ? "was" : "were"} kept out by a rule again.`, kind: "bad" });
  if (dead > 0) all.push({ text: `${count(dead)} ${dead === 1 ? "is a dead letter" : "are dead letters"} again.`, kind: "bad" });
  return all;
}

const records = (n) => (n === 1 ? "record" : "records");
