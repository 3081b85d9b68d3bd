// What a comparison has found: each table by hours, and what differs, down to the row.

import { make } from "../dom.js";
import { count, dateTime, seconds } from "../format.js";
import { head } from "./table.js";

/** If there are more, those in a row in which nothing differs become one line. */
const MOST_HOURS = 12;

const WORDS = { MISSING: "is not there; it should be", SURPLUS: "is there, and should not be", UNLIKE: "is there with other values", REPEATED: "is there more than once" };

export function compared(result) {
  const { tables, aggregates, passedOver } = result;
  return [
    verdict(result),
    ...tables.flatMap((table) => section(`Rows of ${table.name}`, rowsOf(table), table)),
    ...aggregates.flatMap((aggregate) => section(`Buckets of ${aggregate.name}`, [line("All", aggregate.all)], aggregate)),
    ...(passedOver.length > 0 ? [make("p", "note", `Not compared: ${passedOver.join("; ")}`)] : []),
  ];
}

function verdict({ equal, at, looks, seconds: took, tables, aggregates }) {
  const all = [...tables, ...aggregates];
  const moving = sum(all, "notAtRest");
  const made = make("li", "", equal ? "What has landed is what the SQL says over the source." : `What has landed is not what the SQL says: ${differing(tables, "row")}, ${differing(aggregates, "bucket")}.`);
  made.dataset.kind = equal ? "good" : "bad";
  const rest = moving > 0 ? ` ${count(moving)} changed at every look, of which nothing is said.` : "";
  const how = make("li", "", `The source was read at ${dateTime(at)}; ${count(looks)} ${looks === 1 ? "look" : "looks"}, ${seconds(took)}.${rest}`);
  return make("ul", "said", made, how);
}

function differing(parts, what) {
  const n = sum(parts, "different");
  return `${count(n)} ${what}${n === 1 ? " differs" : "s differ"}`;
}

const sum = (parts, name) => parts.reduce((all, part) => all + part.all[name], 0);

function section(title, lines, { all, different }) {
  const titles = [head(""), ...["By the SQL", "Landed", "Changed", "Different", "Not at rest"].map((each) => head(each))];
  const table = make("table", "hours", make("thead", "", make("tr", "", ...titles)), make("tbody", "", ...lines));
  const frame = make("div", "wide hours-frame", table);
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", title);
  const parts = [make("h3", "", title), frame];
  if (different.length > 0) {
    const left = all.different - different.length;
    parts.push(make("ol", "differences", ...different.map(difference), ...(left > 0 ? [make("li", "muted", `and ${count(left)} more`)] : [])));
  }
  return parts;
}

function rowsOf({ all, hours, hoursLeftOut }) {
  const timed = hours.filter(({ begin }) => begin != null);
  const left = hoursLeftOut > 0 ? [make("tr", "", make("td", "muted", `${count(hoursLeftOut)} earlier hours, all equal`), ...Array.from({ length: 5 }, () => make("td")))] : [];
  return [line("All", all), ...left, ...folded(timed)];
}

/** The last hour stands alone, as it is the one that grows. */
function folded(hours) {
  const lines = [];
  let quiet = [];
  const flush = () => {
    if (quiet.length > 0) lines.push(line(spanOf(quiet), quiet.map(({ counts }) => counts).reduce(plus)));
    quiet = [];
  };
  hours.forEach((hour, i) => {
    const { different, notAtRest } = hour.counts;
    if (hours.length > MOST_HOURS && different === 0 && notAtRest === 0 && i < hours.length - 1) {
      quiet.push(hour);
    } else {
      flush();
      lines.push(line(hourOf(hour.begin), hour.counts));
    }
  });
  flush();
  return lines;
}

const hourOf = (begin) => `${begin.slice(0, 10)} ${begin.slice(11, 16)}`;
const spanOf = (hours) => (hours.length === 1 ? hourOf(hours[0].begin) : `${hourOf(hours[0].begin)} … ${hourOf(hours.at(-1).begin)}, ${count(hours.length)} hours`);

function plus(one, other) {
  return Object.fromEntries(Object.entries(one).map(([name, n]) => [name, n + other[name]]));
}

function line(title, { expected, landed, changed, different, notAtRest }) {
  const name = make("th", "variant", title);
  name.scope = "row";
  const mark = make("td", different > 0 ? "wrong" : "", different > 0 ? count(different) : "equal");
  return make("tr", "", name, make("td", "", count(expected)), make("td", "", count(landed)), make("td", "", count(changed)), mark, make("td", "", count(notAtRest)));
}

function difference({ kind, key, hour, columns }) {
  const where = hour ? ` of ${hourOf(hour)}` : "";
  const titles = [head("Column", "text"), head("By the SQL", "text"), head("Landed", "text")];
  const lines = columns.map(({ name, expected, landed }) => {
    const made = make("tr", "", make("td", "text", name), value(expected), value(landed));
    made.toggleAttribute("data-unlike", kind === "UNLIKE" && expected !== landed);
    return made;
  });
  const table = make("table", "columns", make("thead", "", make("tr", "", ...titles)), make("tbody", "", ...lines));
  const details = make("details", "", make("summary", "", make("b", "", key), `${where} ${WORDS[kind]}${unlike(kind, columns)}`), make("div", "wide", table));
  details.open = kind === "UNLIKE";
  return make("li", "", details);
}

function unlike(kind, columns) {
  if (kind !== "UNLIKE") return "";
  const some = columns.filter(({ expected, landed }) => expected !== landed);
  return `: ${some.map(({ name, expected, landed }) => `${name} should be ${shown(expected)}, is ${shown(landed)}`).join("; ")}`;
}

const shown = (text) => (text == null ? "nothing" : text === "" ? "blank" : text);
const value = (text) => make("td", "text", text ?? "–");
