export { openPage } from './start/openPage.ts';
