export type { Client, Fetched, Mode, Target, Updates, Where } from './contract.ts';
export { createClient } from './createClient.ts';
export type { ClientEnvironment } from './environment.ts';
export { targetOf } from './target.ts';
