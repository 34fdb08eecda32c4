import type { SavedList } from './savedImages.ts';

/** The list of images that were opened before, newest first. */
export const recents: SavedList = { key: 'ociscope:lists:recent', maxImages: 40 };
