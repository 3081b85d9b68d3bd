// Answers of saved queries, as the rows that ClickHouse gives.

import { linked } from "./pipelines.js";

/** The rows of a query's answer; what the console says where there is none. */
export async function rowsOf(query, parameters = {}, signal = undefined) {
  let response;
  try {
    response = await fetch(linked(`/api/queries/${query}`, parameters), { signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The console does not answer");
  }
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body.data;
}
