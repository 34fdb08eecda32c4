import type { OpenedList } from './opened.ts';

/** What is kept offline, the last one first. How it is kept stands in each entry too: `keepOffline/keptList.ts` writes it. */
export const kept: OpenedList = { key: 'ociscope:kept', most: 200, name: 'offline' };
