import type { SavedList } from './savedImages.ts';

/** The list of images available offline, newest first. `offlineList.ts` reads the further fields of its entries. */
export const offlineImages: SavedList = { key: 'ociscope:kept', maxImages: 200, name: 'offline' };
