// Which pipeline the page shows, and the way to the others and to other pages.

import { chosen } from "./address.js";
import { byId, make } from "./dom.js";

const shown = chosen("pipeline");

/** The console's pages, in their order; some are for pipelines that have the query which they need most. */
const PAGES = [
  { path: "/", title: "Overview" },
  { path: "/power/", title: "Dashboard", query: "final_metrics" },
  { path: "/results/", title: "Results", query: "performance" },
  { path: "/quality/", title: "Quality" },
  { path: "/query/", title: "Query" },
];

/** An address of the console for the pipeline that the page shows. */
export function linked(path, parameters = {}) {
  const all = new URLSearchParams({ ...(shown && { pipeline: shown }), ...parameters });
  return all.size > 0 ? `${path}?${all}` : path;
}

let asked;

/** All pipelines, with the names of their queries. */
async function pipelines() {
  asked ??= fetch("/api/pipelines").then((response) => response.json());
  return (await asked).pipelines;
}

const own = (all) => all.find(({ name }) => name === shown) ?? all[0];

/** Links to the pages of the pipeline, and a choice of pipelines where there are several. */
export async function showPages() {
  const all = await pipelines();
  const { name, queries } = own(all);
  const links = pagesOf(queries).map(({ path, title }) => link(path, title));
  byId("pages").replaceChildren(...links.map((each) => make("li", "", each)));
  // On a phone they are wider than the screen.
  byId("pages").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (all.length > 1) showChoice(all, name);
}

const pagesOf = (queries) => PAGES.filter(({ query }) => query == null || queries.includes(query));

function link(path, title) {
  const made = make("a", "", title);
  made.href = linked(path);
  if (location.pathname === path) made.setAttribute("aria-current", "page");
  return made;
}

function showChoice(all, name) {
  const choice = byId("pipelines");
  choice.replaceChildren(...all.map((each) => new Option(each.name, each.name, false, each.name === name)));
  choice.hidden = false;
  choice.addEventListener("change", () => {
    const there = all.find((each) => each.name === choice.value);
    const path = pagesOf(there.queries).some((page) => page.path === location.pathname) ? location.pathname : "/";
    location.assign(`${path}?${new URLSearchParams({ pipeline: there.name })}`);
  });
}
