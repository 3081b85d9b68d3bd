// Tables: which part of a week's users had converted after so many weeks, and which pages conversions
// are ascribed to.

import { byId, make } from "../dom.js";
import { count, percent, shortDayOf } from "../format.js";

const DAY_MILLIS = 86_400_000;

export function showCohorts(rows) {
  const cohorts = new Map();
  for (const { cohort_week, weeks, users } of rows) {
    const cohort = cohorts.get(cohort_week) ?? { users: 0, after: new Map() };
    cohort.users += users;
    if (weeks != null) cohort.after.set(weeks, (cohort.after.get(weeks) ?? 0) + users);
    cohorts.set(cohort_week, cohort);
  }
  const last = Math.max(0, ...[...cohorts.values()].flatMap(({ after }) => [...after.keys()]));
  const weeks = [...Array(last + 1).keys()];
  byId("cohort-weeks").replaceChildren(
    make("tr", "", head("Week of"), head("Users"), ...weeks.map((week) => head(week === 0 ? "Same week" : `+ ${week}`))),
  );
  byId("cohorts").replaceChildren(...[...cohorts].sort().map(([monday, cohort]) => cohortRow(monday, cohort, weeks)));
  if (cohorts.size === 0) byId("cohorts").append(make("tr", "", make("td", "", "Nobody yet")));
}

function cohortRow(monday, { users, after }, weeks) {
  let converted = 0;
  const begun = new Date(`${monday}T00:00:00Z`);
  const cells = weeks.map((week) => {
    converted += after.get(week) ?? 0;
    if (begun.getTime() + 7 * week * DAY_MILLIS > Date.now()) return make("td", "", "");
    const cell = make("td", "heat", percent(converted / users));
    cell.title = `${count(converted)} of ${count(users)} users`;
    // Through the object model, which the page's policy allows.
    cell.style.setProperty("--part", Math.min(1, (4 * converted) / users).toFixed(2));
    return cell;
  });
  return make("tr", "", make("td", "", shortDayOf(begun)), make("td", "", count(users)), ...cells);
}

function head(text) {
  const cell = make("th", "", text);
  cell.scope = "col";
  return cell;
}

export function showTouches(rows) {
  byId("touches").replaceChildren(
    ...rows.map(({ page, first, last, linear }) =>
      make("tr", "", make("td", "", page), make("td", "", count(first)), make("td", "", count(last)), make("td", "", linear.toFixed(1))),
    ),
  );
  if (rows.length === 0) byId("touches").append(make("tr", "", make("td", "", "No conversion after an exposure yet")));
}
