import { AppError } from '../../errors/index.ts';
import { formatCount, groupDigits } from '../kit/format.ts';
import type { ErrorText } from './unexpectedAnswers.ts';

/** Returns the same error with a text that replaces the one of its reason. */
export function withErrorText(error: AppError, text: ErrorText): AppError {
  const { code, message, reason, detail } = error;
  return new AppError(code, message, { cause: error, ...(reason ? { reason } : {}), detail: { ...detail, ...text } });
}

/** Returns `3 images`, or `2 of 3 images` while a search hides some. */
export function shownText(shown: number, all: number, noun: string, nouns = `${noun}s`): string {
  return shown === all ? formatCount(all, noun, nouns) : `${groupDigits(shown)} of ${formatCount(all, noun, nouns)}`;
}

const maxPlatforms = 3;

export const tagListMessages = {
  newestFirst: 'Newest version first',
  byName: 'By name',
  asListed: 'Registry order',
  order: 'Order',
  search: (nouns: string) => `Search ${nouns}`,
  stale: (host: string, nouns: string) => `${host} is unreachable. Showing ${nouns} you've opened before.`,
  loaded: (count: number) => `${groupDigits(count)} so far…`,
  hidden: (count: number) => `, ${formatCount(count, 'invalid name')} hidden`,
  stop: 'Stop',
  empty: (nouns: string) => `No ${nouns}`,
  noMatch: (nouns: string) => `No matching ${nouns}`,
  noHost: 'No host',
  seen: 'last seen',
  tag: 'Tag',
  digest: 'Digest',
  created: 'Created',
  size: 'Size',
  platform: 'Platforms',
  tags: 'Tags',
  show: 'Show',
  showFacts: (tag: string) => `Show digest, size and platforms of ${tag}`,
  notStated: 'Not stated',
  equal: (count: number) => formatCount(count, 'tag'),
  platforms: (names: readonly string[]) =>
    names.length <= maxPlatforms
      ? names.join(', ')
      : `${names.slice(0, maxPlatforms).join(', ')} +${names.length - maxPlatforms}`,
  newestCreated: 'Newest created first',
  signatureTags: (count: number) => `Signature tags ${groupDigits(count)}`,
  sortNew: (count: number) => `Sort ${formatCount(count, 'new tag')}`,
  copy: 'Copy',
  digestOf: (tag: string) => `digest of ${tag}`,
  notAHost: {
    title: 'Not a registry host',
    why: 'Expected a host such as registry.example.com or localhost:5000.',
    next: 'Correct it in the address box.',
  },
  notListed: (host: string): ErrorText => ({
    title: `${host} doesn't list its repositories`,
    why: 'Most public registries offer no catalog.',
    next: 'Enter a repository in the address box, e.g. host/name.',
  }),
};
