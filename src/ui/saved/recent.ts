import type { SavedList } from './savedImages.ts';

/** What was opened before, newest first. */
export const recents: SavedList = { key: 'ociscope:recent', most: 40 };
