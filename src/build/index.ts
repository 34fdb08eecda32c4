export { lazyStyles } from './lazyStyles.ts';
export { openSearch } from './openSearch.ts';
export { pageSecurity } from './pageSecurity.ts';
export { registerEarly } from './registerEarly.ts';
export { workers } from './workers.ts';
