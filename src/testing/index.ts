export { contentStoreSuite, type MakeContentStore } from './contentStoreSuite.ts';
