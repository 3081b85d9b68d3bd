const NAMESPACE = "http://www.w3.org/2000/svg";

/** A new element of an SVG image; texts are texts, never markup. */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
