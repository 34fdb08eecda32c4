import type { SavedList } from './savedImages.ts';

/** What is kept offline, the last one first. How it is kept stands in each entry too: `keepOffline/offlineList.ts` writes it. */
export const kept: SavedList = { key: 'ociscope:kept', most: 200, name: 'offline' };
