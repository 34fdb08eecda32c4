import type { Client, Fetched, Where } from '../../client/index.ts';
import { asAppError, hasCode, type Reason } from '../../errors/index.ts';
import { keyOf } from '../state/documents.ts';

/** The digest that a tag points to. */
export interface TagAnswer {
  readonly digest: string;
  /** The registry could not be asked now: this is what was seen last, at `seenAt`. */
  readonly isStale: boolean;
  readonly seenAt?: Date;
}

/** An answer is asked for again after this time, and one from the store at every chance. */
const freshMs = 5000;

/**
 * Asks where a tag points, again when the network comes back. It is not a document of the tree: what is shown neither waits
 * for it nor is drawn again for it.
 */
export function tagQuery(
  { client }: { readonly client: Pick<Client, 'manifest'> },
  where: Where,
  tag: string,
  isOnline: boolean,
) {
  return {
    queryKey: ['tag', keyOf(where), tag, isOnline ? 'online' : 'offline'],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<TagAnswer> =>
      answerOf(await client.manifest(where, tag, { signal })),
    staleTime: ({ state: { data } }: { readonly state: { readonly data: TagAnswer | undefined } }) =>
      data?.isStale ? 0 : freshMs,
    retryOnMount: true,
  };
}

function answerOf({ digest, cache, tagSeenAt }: Fetched): TagAnswer {
  const isStale = cache.detail === 'stale-tag';
  return { digest, isStale, ...(isStale && tagSeenAt ? { seenAt: tagSeenAt } : {}) };
}

/** Where a tag points, as seen from the digest that is shown. */
export interface TagWords {
  readonly state: 'same' | 'other' | 'gone' | 'unknown';
  readonly words: string;
  /** The digest that it points to, where that is not the one that is shown. */
  readonly other?: string;
  readonly isStale?: boolean;
  readonly seenAt?: Date;
}

/** The words for an answer, where `shown` is the digest that the reference names. */
export function tagWords({ digest, ...seen }: TagAnswer, shown: string): TagWords {
  const points = seen.isStale ? 'last pointed' : 'now points';
  if (digest === shown) return { state: 'same', words: `${points} to this digest`, ...seen };
  return { state: 'other', words: `${points} to`, other: digest, ...seen };
}

/** Why it is not known where a tag points. */
export function tagFailureWords(failure: unknown, host: string): TagWords {
  const error = asAppError(failure);
  if (hasCode(error, 'not_found')) return { state: 'gone', words: `does not exist on ${host} now` };
  const why = error.reason ? reasons(host)[error.reason] : undefined;
  return { state: 'unknown', words: `could not be checked: ${why ?? error.message}` };
}

function reasons(host: string): Partial<Record<Reason, string>> {
  return {
    offline: 'you are offline, and it was not seen in this browser before',
    unreachable: `${host} cannot be reached`,
    unauthenticated: `${host} requires sign-in (401)`,
    denied: `${host} denies access (403)`,
    rate_limited: `${host} limits the rate of requests (429)`,
  };
}
