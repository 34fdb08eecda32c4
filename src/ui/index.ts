export { openPage } from './start/openPage.ts';

/** Loads the React app, which takes over what the first script has drawn, and at the same time the pane of an image. */
export function loadPage(kind: 'tree' | 'home' | 'other') {
  // The page loads it again, and reports a failure.
  if (kind === 'tree') import('./image/Pane.tsx').catch(() => undefined);
  return import('./shell/startPage.tsx');
}
