// Which pipeline the page shows: the one that its address names, else the first.

import { make } from "./dom.js";

const shown = new URLSearchParams(location.search).get("pipeline");

/** An address of the console for the pipeline that the page shows. */
export const linked = (path, pipeline = shown) =>
  pipeline ? `${path}?${new URLSearchParams({ pipeline })}` : path;

/** Links to all pipelines, where there are several. */
export async function showPipelines(list) {
  const response = await fetch("/api/pipelines");
  const { pipelines } = await response.json();
  if (pipelines.length < 2) return;
  list.replaceChildren(
    ...pipelines.map((name) => {
      const link = make("a", "", name);
      link.href = linked("/", name);
      if (name === (shown ?? pipelines[0])) link.setAttribute("aria-current", "page");
      return make("li", "", link);
    }),
  );
  list.hidden = false;
}
