import { formatPlatform } from '../../../oci/index.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import { givenName, kindWords } from './indexEntries.ts';

/** Shorter, a few letters would find digests that nobody meant. */
const minDigits = 6;

/** What a person's words are looked for in: names, platform, versions and features, and the beginning of the digest. */
export interface Searched {
  readonly text: string;
  readonly digest: string;
}

export function searchedOf(node: TreeNode): Searched {
  const { platform, descriptor, name } = node;
  const parts = [
    name,
    platform ? formatPlatform(platform) : kindWords(node),
    platform?.osVersion,
    ...(platform?.osFeatures ?? []),
    givenName(descriptor?.annotations),
    descriptor?.annotations?.['org.opencontainers.image.ref.name'],
  ];
  return {
    text: parts
      .filter((part) => part)
      .join('\n')
      .toLowerCase(),
    digest: descriptor?.digest ?? '',
  };
}

/** Whether every word of the wish is found: `windows ltsc`, `arm64`, `sha256:0d16f7`, `0d16f7`. */
export function matches({ text, digest }: Searched, wish: string): boolean {
  const words = wish.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word) || isPrefix(digest, word));
}

function isPrefix(digest: string, word: string): boolean {
  const encoded = digest.slice(digest.indexOf(':') + 1);
  return (word.length >= minDigits && encoded.startsWith(word)) || (word.includes(':') && digest.startsWith(word));
}
