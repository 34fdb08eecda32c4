/** Creates an element with a class and children. */
export function makeElement(
  document: Document,
  name: string,
  className: string | undefined,
  ...children: readonly (Node | string)[]
): HTMLElement {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
