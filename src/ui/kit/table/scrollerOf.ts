/** Returns the nearest ancestor that scrolls vertically. Its height is checked because sideways scrolling sets `auto` for both. */
export function scrollerOf(element: HTMLElement, window: Window): HTMLElement {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const { overflowY } = window.getComputedStyle(parent);
    if (/auto|scroll/.test(overflowY) && parent.scrollHeight > parent.clientHeight + 1) return parent;
  }
  return window.document.documentElement;
}
