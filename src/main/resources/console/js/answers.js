// What the console answers as JSON.

import { linked } from "./pipelines.js";

/** The answer of an address for the pipeline that the page shows; an error of what the console says where there is none; what else it says of it is the error's cause. */
export async function answer(path, parameters = {}, request = {}) {
  let response;
  try {
    response = await fetch(linked(path, parameters), request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The console does not answer");
  }
  const body = await response.json();
  if (!response.ok) throw new Error(body.error, { cause: body });
  return body;
}

/** The rows of a saved query's answer. */
export async function rowsOf(query, parameters = {}, signal = undefined) {
  return (await answer(`/api/queries/${query}`, parameters, { signal })).data;
}
