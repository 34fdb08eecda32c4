/** Media query for pages too narrow for tree and pane side by side; style sheets repeat the width. */
export const narrowQuery = '(width < 760px)';

export function isNarrow(window: Window): boolean {
  return window.matchMedia(narrowQuery).matches;
}
