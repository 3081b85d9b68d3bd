export const byId = (id) => document.getElementById(id);

/** A new element with a class and children; texts are texts, never markup. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A name that may break after its underscores and dots. */
export function breakable(name) {
  return name.split(/(?<=[_.])/).flatMap((part) => [part, document.createElement("wbr")]);
}

/** Sets a text only where it differs, so that nothing flickers and no reader repeats itself. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
