import type { SavedList } from './opened.ts';

/** What was opened before, newest first. */
export const recents: SavedList = { key: 'ociscope:recent', most: 40 };
