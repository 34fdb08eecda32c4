/** The nearest ancestor that scrolls up and down: a box that scrolls only sideways says `auto` for both. */
export function scrollerOf(element: HTMLElement, window: Window): HTMLElement {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const { overflowY } = window.getComputedStyle(parent);
    if (/auto|scroll/.test(overflowY) && parent.scrollHeight > parent.clientHeight + 1) return parent;
  }
  return window.document.documentElement;
}
