import type { OpenedList } from './opened.ts';

/** What was opened before, newest first. */
export const recents: OpenedList = { key: 'ociscope:recent', most: 40 };
