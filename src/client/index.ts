export type { Client, Fetched, Mode, Updates, Where } from './contract.ts';
export { createClient } from './createClient.ts';
export type { ClientEnvironment } from './environment.ts';
