// What is chosen on a page lives in its address, so that a view can be shared.

const parameters = new URLSearchParams(location.search);

/** What was chosen; null where nothing was. */
export const chosen = (name) => parameters.get(name);

/** Takes a choice into the address; what is null or empty leaves it. */
export function remember(name, value) {
  if (value == null || value === "") parameters.delete(name);
  else parameters.set(name, value);
  history.replaceState(null, "", parameters.size > 0 ? `?${parameters}` : location.pathname);
}
