import type { ContentResponse, Freed, HeldImage } from '../../api/index.ts';
import { formatCount, formatSize } from '../kit/format.ts';

/** What any number of blobs is called. */
export function countContent(count: number): string {
  return formatCount(count, 'document or layer', 'documents and layers');
}

export function freedText({ count, bytes }: Freed): string {
  return count === 0 ? 'Nothing was freed.' : `${formatSize(bytes)} in ${countContent(count)} freed.`;
}

/** What of an image goes when it is deleted, and what stays since others use it too. */
export function deletedText({ bytes, ownBytes }: Pick<HeldImage, 'bytes' | 'ownBytes'>): string {
  const shared = bytes - ownBytes;
  if (ownBytes === 0) return `Frees nothing yet: other images use all of its ${formatSize(bytes)}.`;
  if (shared <= 0) return `Frees ${formatSize(ownBytes)}. No other image here uses any of it.`;
  return `Frees ${formatSize(ownBytes)} that only this image uses; ${formatSize(shared)} it shares with others stay.`;
}

/** Where the limit comes from. */
export function limitText({ limitBytes, isOwnLimit }: ContentResponse, quotaBytes: number | undefined): string {
  if (limitBytes === undefined) return 'None: this browser does not tell how much it allows';
  const size = formatSize(limitBytes);
  if (isOwnLimit) return `${size}, set by you`;
  if (!quotaBytes) return size;
  return `${size}, ${Math.round((100 * limitBytes) / quotaBytes)} % of what the browser allows`;
}

/** What goes at least where all goes that nothing keeps: what two of these images share is in neither sum. */
export function evictableBytes({ images, loose }: Pick<ContentResponse, 'images' | 'loose'>): number {
  return images.reduce((sum, { kept, ownBytes }) => sum + (kept === undefined ? ownBytes : 0), loose.bytes);
}

const bytesOfMegabyte = 1_000_000;
const numeral = /^\d{1,9}(?:\.\d{1,6})?$/;

/** Bytes of a number of megabytes as a person writes it; undefined where it is none. */
export function readMegabytes(text: string): number | undefined {
  const trimmed = text.trim();
  return numeral.test(trimmed) ? Math.round(Number(trimmed) * bytesOfMegabyte) : undefined;
}

export function formatMegabytes(bytes: number): string {
  return String(bytes / bytesOfMegabyte);
}

/** What is wrong with a limit; '' where it can be set. */
export function limitProblem(bytes: number | undefined, quotaBytes: number | undefined): string {
  if (bytes === undefined) return 'Write a number of megabytes, as in 500.';
  if (bytes < bytesOfMegabyte) return 'The least is 1 MB.';
  if (quotaBytes && bytes > quotaBytes) return `The browser allows ${formatSize(quotaBytes)} in all.`;
  return '';
}

/** The digest that a download is to have, which its ref names too. */
export function digestOfIngest({ ref, expected }: { readonly ref: string; readonly expected?: string }): string {
  return expected ?? /[a-z0-9]+:[a-f0-9]{32,}/.exec(ref)?.[0] ?? ref;
}
