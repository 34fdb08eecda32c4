export { lazyStyles } from './lazyStyles.ts';
export { openSearch } from './openSearch.ts';
export { pageSecurity } from './pageSecurity.ts';
export { preload } from './preload.ts';
export { workers } from './workers.ts';
