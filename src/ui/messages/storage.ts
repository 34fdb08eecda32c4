import type { ContentResponse, Freed, HeldImage } from '../../api/index.ts';
import { formatCount, formatSize, groupDigits } from '../kit/format.ts';

/** Returns `5 items`: any mix of manifests, configs and layers. */
export function countContent(count: number): string {
  return formatCount(count, 'item');
}

/** Returns `Freed 12.3 MB (5 items).` */
export function freedText({ count, bytes }: Freed): string {
  return count === 0 ? 'No space freed.' : `Freed ${formatSize(bytes)} (${countContent(count)}).`;
}

/** States how much space deleting an image frees, and how much stays because other images share it. */
export function deletedText({ bytes, ownBytes }: Pick<HeldImage, 'bytes' | 'ownBytes'>): string {
  const shared = bytes - ownBytes;
  if (ownBytes === 0) return `No space freed: all ${formatSize(bytes)} are shared with other images.`;
  if (shared <= 0) return `Frees ${formatSize(ownBytes)}. No data is shared with other images.`;
  return `Frees ${formatSize(ownBytes)}. ${formatSize(shared)} shared with other images stay.`;
}

/** States the storage limit and its origin: `8.6 GB, 80% of the browser's quota`. */
export function limitText({ limitBytes, isOwnLimit }: ContentResponse, quotaBytes: number | undefined): string {
  if (limitBytes === undefined) return "No limit: this browser doesn't report its quota";
  const size = formatSize(limitBytes);
  if (isOwnLimit) return `${size}, set by you`;
  if (!quotaBytes) return size;
  return `${size}, ${Math.round((100 * limitBytes) / quotaBytes)}% of the browser's quota`;
}

/** Returns a lower bound of the bytes that evicting all unprotected content frees: data that two images share is in neither sum. */
export function evictableBytes({ images, loose }: Pick<ContentResponse, 'images' | 'loose'>): number {
  return images.reduce((sum, { kept, ownBytes }) => sum + (kept === undefined ? ownBytes : 0), loose.bytes);
}

const bytesOfMegabyte = 1_000_000;
const numeral = /^\d{1,9}(?:\.\d{1,6})?$/;

/** Parses a number of megabytes that a person typed into bytes; undefined if it is not a number. */
export function readMegabytes(text: string): number | undefined {
  const trimmed = text.trim();
  return numeral.test(trimmed) ? Math.round(Number(trimmed) * bytesOfMegabyte) : undefined;
}

export function formatMegabytes(bytes: number): string {
  return String(bytes / bytesOfMegabyte);
}

/** Returns why a limit can't be set; '' if it can. */
export function limitProblem(bytes: number | undefined, quotaBytes: number | undefined): string {
  if (bytes === undefined) return 'Enter a size in MB, e.g. 500';
  if (bytes < bytesOfMegabyte) return 'The minimum is 1 MB';
  if (quotaBytes && bytes > quotaBytes) return `The browser's quota is ${formatSize(quotaBytes)}`;
  return '';
}

/** Returns the expected digest of a download, which is also part of its ref; the ref itself if it has none. */
export function digestOfIngest({ ref, expected }: { readonly ref: string; readonly expected?: string }): string {
  return expected ?? /[a-z0-9]+:[a-f0-9]{32,}/.exec(ref)?.[0] ?? ref;
}

const failed = (message: string) => `Failed: ${message}`;
const more = (count: number) => `and ${groupDigits(count)} more`;

export const storageMessages = {
  title: 'Storage',
  lead: 'Images you open are cached in this browser by digest and open without a network.',
  failed,
  more,
};

export const summaryMessages = {
  title: 'Summary',
  empty: 'Nothing is stored yet. Images you open are listed here',
  amount: (count: number) => `in ${countContent(count)}`,
  ingests: (bytes: number) => `, and ${formatSize(bytes)} of incomplete downloads`,
  limit: 'Limit',
  site: 'This site',
  siteUnknown: 'Usage unavailable in this browser',
  siteFailed: (message: string) => `Usage unavailable: ${message}`,
  asReported: ', as reported by the browser',
  persistence: 'Persistence',
  unclearPersistence:
    "Your browser may clear this data at any time, and can't be asked to protect it or report when it does.",
  persistent: 'Your browser keeps this data until you clear it.',
  notPersistent: 'Your browser may clear this data when the disk is full.',
  persist: 'Request persistent storage',
  declined: 'Your browser declined. It may allow this after you install or bookmark the app.',
  pinsNotSynced: (message: string) => `Pins couldn't be saved; pinned images may be removed: ${message}`,
  /** `share` in percent, 0 to 100. */
  share: (share: number, isOwnLimit: boolean) =>
    `${share > 0 && share < 1 ? 'under 1%' : `${Math.round(share)}%`} of ${isOwnLimit ? 'your limit' : "the browser's quota"}`,
};

export const limitMessages = {
  title: 'Limit',
  lead: 'When full, the least recently opened images are removed first. Pinned and offline images are never removed.',
  field: 'Maximum size',
  unit: 'MB',
  set: 'Set',
  useDefault: 'Use default',
  isSet: 'Limit set.',
  isDefault: 'Default limit restored.',
  tooSmall: (bytes: number) => `Below current usage: about ${formatSize(bytes)} will be removed now`,
};

export const freeMessages = {
  open: 'Free space…',
  title: 'Free space',
  free: 'Free',
  freeBytes: (bytes: number) => `Free ${formatSize(bytes)}`,
  lead: 'Removes least recently opened images first. Tagged and recent images follow last; pinned and offline images are never removed.',
  unprotected: 'Not pinned, offline, tagged or recent:',
  none: 'none',
  atLeast: 'At least',
  unit: 'MB',
  invalid: 'Enter a size in MB, e.g. 100',
};

export const imagesMessages = {
  title: 'Images',
  search: 'Search images',
  order: 'Order',
  orders: {
    recent: 'Recently opened',
    next: 'Next to be removed',
    largest: 'Largest',
    unique: 'Most unique data',
    name: 'By name',
  },
  columns: { image: 'Image', protection: 'Status', size: 'Size', opened: 'Last opened', actions: 'Actions' },
  protection: { offline: 'available offline', pinned: 'pinned', tagged: 'tagged', recent: 'recent' },
  unreadManifest: 'Manifest, not read yet',
  index: (entries: number) => `Index of ${formatCount(entries, 'entry', 'entries')}`,
  otherTags: (tags: readonly string[], moreTags: number) =>
    `also ${tags.join(', ')}${moreTags > 0 ? ` and ${formatCount(moreTags, 'more tag')}` : ''}`,
  inRepositories: (text: string) => `in ${text}`,
  empty: 'No images are stored',
  noMatch: 'No matching images',
  pin: 'Pin',
  unpin: 'Unpin',
  pinLimit: (max: number) => `Pin limit (${max}) reached. Unpin one first.`,
  pinFailed: "The pin couldn't be saved in this browser. Try again.",
  delete: 'Delete',
  uniqueTitle: (exactSize: string) => `${exactSize} that no other image uses`,
  unique: ({ bytes, ownBytes }: Pick<HeldImage, 'bytes' | 'ownBytes'>) => {
    if (ownBytes === bytes) return 'unique';
    return ownBytes === 0 ? 'fully shared' : `${formatSize(ownBytes)} unique`;
  },
};

export const deleteMessages = {
  title: 'Delete this image?',
  confirm: 'Delete',
  pinned: 'Its pin is removed too.',
  offline: 'It will no longer be available offline.',
  reopen: 'You can open it again from its registry, as long as the registry still has it.',
  deleted: (name: string, freed: Freed) => `Deleted ${name}. ${freedText(freed)}`,
};

export const itemsMessages = {
  title: 'Everything else',
  none: 'Every stored item belongs to an image above.',
  loose: (count: number) =>
    ` ${count === 1 ? "doesn't" : "don't"} belong to an image above: opened separately, or left over from removed images.`,
  show: (count: number) => `Show all ${countContent(count)}`,
  hide: (count: number) => `Hide all ${countContent(count)}`,
  search: 'Search digests',
  table: 'All items',
  empty: 'Nothing is stored',
  noMatch: 'No matching digests',
  columns: { digest: 'Digest', kind: 'Type', repository: 'Repository', used: 'Last used', size: 'Size' },
  kind: (isManifest: boolean) => (isManifest ? 'Manifest' : 'Config or layer'),
  corrupt: 'corrupt',
  moreRepositories: (text: string) => ` and ${text}`,
};

export const ingestsMessages = {
  title: 'Downloads',
  lead: 'In progress or interrupted. Resumes automatically when needed. Deleted automatically after a day without progress.',
  failed: (message: string) => `Downloads couldn't be listed: ${message}`,
  progress: (digest: string) => `Download of ${digest}`,
  amount: (offset: number, total: number | undefined) =>
    `${formatSize(offset)} ${total ? `of ${formatSize(total)}` : 'downloaded'}`,
  lastWritten: ', last written ',
  times: (written: string | undefined, started: string | undefined) => `${written ?? ''}, started ${started ?? ''}`,
  delete: 'Delete',
  deleted: 'Deleted.',
};

export const clearMessages = {
  title: 'Clear',
  lead: 'Deletes all images from this browser, including pinned ones, and cancels downloads.',
  open: 'Clear everything…',
  confirmTitle: 'Clear everything?',
  confirm: 'Clear everything',
  everything: 'Everything stored will be deleted.',
  consequence: 'Images won’t open without a network.',
  offline: (count: number) => `${formatCount(count, 'image')} will no longer be available offline.`,
  amount: (count: number) => `in ${countContent(count)}`,
  pinned: (count: number) => `including ${formatCount(count, 'pinned image')}`,
  ingests: (bytes: number) => `plus ${formatSize(bytes)} of downloads`,
  willBeDeleted: 'will be deleted.',
  alsoLists: 'Also clear pinned and recent images',
  listsCleared: 'The lists on the home page will be empty.',
  listsStay: 'The lists on the home page stay. Their images open from their registries.',
  cleared: ({ count, bytes }: Freed) =>
    count > 0 ? `Cleared ${formatSize(bytes)} (${countContent(count)}).` : 'Everything is cleared.',
};

export const faultMessages = {
  title: 'Unreadable records',
  lead: (count: number) =>
    `${formatCount(count, 'database record')} can’t be read and ${count === 1 ? 'is' : 'are'} ignored. Content that you lose by removing ${count === 1 ? 'it' : 'them'} is downloaded again when you open it.`,
  remove: 'Remove unreadable records',
  removed: (count: number) => `Removed ${formatCount(count, 'unreadable record')}.`,
};

export const offlineListMessages = {
  title: 'Available offline',
  lead: 'Images available without a network. Never removed automatically.',
  checkTags: 'Check tags',
  checking: 'Contacting registries…',
  undo: 'Undo',
  removed: (name: string) => `Removed ${name} from offline.`,
  stillPinned: ' It is pinned and stays stored.',
  couldFree: (bytes: number) => (bytes > 0 ? ` Frees up to ${formatSize(bytes)}.` : ' No space freed.'),
  free: (bytes: number) => `Free ${formatSize(bytes)}`,
  freed: (name: string, freed: Freed) => `Removed ${name}. ${freedText(freed)}`,
  includes: (options: string) => `with ${options}`,
  progress: (name: string) => `Download progress of ${name}`,
  stop: 'Stop',
  verify: 'Verify',
  pause: 'Pause',
  resume: 'Resume',
  retry: 'Try again',
  downloadAgain: 'Download again',
  remove: 'Remove from offline',
};

export const tagCheckMessages = {
  checked: (when: string) => `checked ${when}`,
  deleted: 'Tag was deleted',
  failed: "Tag couldn't be checked",
  current: 'Up to date',
  moved: (digest: string) => `Tag now points to ${digest}`,
  newerStored: 'Newer version is offline too',
  downloadNewer: 'Download new version',
  open: 'Open',
};
