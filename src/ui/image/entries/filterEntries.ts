import { formatPlatform } from '../../../oci/index.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import { givenName, kindLabel } from './indexEntries.ts';

/** Minimum length of a digest prefix, so that short words don't match digests by accident. */
const minPrefixLength = 6;

/** The text that a filter searches: names, platform, versions and features, and the digest by prefix. */
export interface SearchableText {
  readonly text: string;
  readonly digest: string;
}

export function searchableText(node: TreeNode): SearchableText {
  const { platform, descriptor, name } = node;
  const parts = [
    name,
    platform ? formatPlatform(platform) : kindLabel(node),
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

/** Returns true if every word of the query matches: `windows ltsc`, `arm64`, `sha256:0d16f7`, `0d16f7`. */
export function matches({ text, digest }: SearchableText, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word) || isPrefix(digest, word));
}

function isPrefix(digest: string, word: string): boolean {
  const encoded = digest.slice(digest.indexOf(':') + 1);
  return (
    (word.length >= minPrefixLength && encoded.startsWith(word)) || (word.includes(':') && digest.startsWith(word))
  );
}
