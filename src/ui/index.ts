export { openPage } from './start/openPage.ts';

/** Loads the React app, which takes over the tree that the first script rendered. */
export const loadPage = () => import('./shell/startPage.tsx');
