import { formatCount, formatSize } from '../kit/format.ts';

/** Describes what happened to stored content since the page was opened, one short text for each kind of event. */
export function storeEventTexts({
  corrupt,
  repaired,
  evicted,
}: {
  readonly corrupt: ReadonlySet<string>;
  readonly repaired: ReadonlySet<string>;
  readonly evicted: { readonly digests: number; readonly bytes: number };
}): string[] {
  const texts: string[] = [];
  if (corrupt.size > 0)
    texts.push(`${formatCount(corrupt.size, 'cached item')} ${corrupt.size === 1 ? 'is' : 'are'} corrupt`);
  if (repaired.size > 0) texts.push(`Re-downloaded ${formatCount(repaired.size, 'corrupt item')}`);
  if (evicted.digests > 0) {
    texts.push(`Removed ${formatCount(evicted.digests, 'item')} (${formatSize(evicted.bytes)}) to free space`);
  }
  return texts;
}

/** Explains a store in memory, used if the browser offers no database. */
export const volatileStoreText =
  'Your browser doesn’t let this page store anything; private windows often block storage. What you open is lost when you close the page.';
