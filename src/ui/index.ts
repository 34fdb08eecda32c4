export { openPage } from './start/openPage.ts';

/** Loads the page's frame, which takes over the tree that the first script drew. */
export const loadPage = () => import('./shell/startPage.tsx');
