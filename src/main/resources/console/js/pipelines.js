// Which pipeline a page shows, the one that its address names or else the first, and which pages
// there are.

import { make } from "./dom.js";

const shown = new URLSearchParams(location.search).get("pipeline");

/** A page beside that of the pipeline itself: for pipelines that have the query it needs most. */
const RESULTS = { path: "/results/", title: "Results", query: "performance" };

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

/** Whether the pipeline that the page shows has a query of this name. */
export async function has(query) {
  const all = await pipelines();
  return (all.find(({ name }) => name === shown) ?? all[0]).queries.includes(query);
}

/** Links to all pages of all pipelines, where there are several. */
export async function showPages(list) {
  const all = await pipelines();
  const links = all.flatMap(({ name, queries }) => {
    const own = name === (shown ?? all[0].name);
    const pages = [link(all.length > 1 ? name : "Pipeline", "/", name, own)];
    if (queries.includes(RESULTS.query)) pages.push(link(RESULTS.title, RESULTS.path, name, own));
    return pages;
  });
  if (links.length < 2) return;
  list.replaceChildren(...links.map((each) => make("li", "", each)));
  list.hidden = false;
}

function link(title, path, pipeline, own) {
  const made = make("a", "", title);
  made.href = linked(path, { pipeline });
  if (own && location.pathname === path) made.setAttribute("aria-current", "page");
  return made;
}
