/** Too narrow for tree and pane side by side; the same width stands in the style sheets. */
export const narrowQuery = '(width < 760px)';

export function isNarrow(window: Window): boolean {
  return window.matchMedia(narrowQuery).matches;
}
