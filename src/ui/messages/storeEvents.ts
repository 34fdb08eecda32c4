import { formatCount, formatSize } from '../kit/format.ts';

/** What happened to documents, in a few words each. */
export function newsWords({
  damaged,
  healed,
  evicted,
}: {
  readonly damaged: ReadonlySet<string>;
  readonly healed: ReadonlySet<string>;
  readonly evicted: { readonly digests: number; readonly bytes: number };
}): string[] {
  const words: string[] = [];
  if (damaged.size > 0) words.push(`${formatCount(damaged.size, 'stored document')} ${isAre(damaged.size)} damaged`);
  if (healed.size > 0)
    words.push(`${formatCount(healed.size, 'damaged document')} ${wasWere(healed.size)} fetched anew`);
  if (evicted.digests > 0) {
    const what = formatCount(evicted.digests, 'document');
    words.push(`${what} (${formatSize(evicted.bytes)}) made way for newer ones`);
  }
  return words;
}

function isAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function wasWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}
