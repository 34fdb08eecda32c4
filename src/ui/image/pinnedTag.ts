import type { Client, Fetched } from '../../client/index.ts';
import { asAppError, hasCode, type Reason } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { tagMessages } from '../messages/pane.ts';
import { keyOf } from '../state/documents.ts';

/** The digest that a tag points to. */
export interface TagAnswer {
  readonly digest: string;
  /** The registry is unreachable; the digest is the one last seen, at `seenAt`. */
  readonly isStale: boolean;
  readonly seenAt?: Date;
}

/** Time until a registry's answer is stale. Answers from the store are always stale. */
const freshMs = 5000;

/**
 * Returns the query that resolves a tag. It runs again when the network comes back. It is not part of the tree's queries, so
 * the tree neither waits for it nor renders again.
 */
export function tagQuery(
  { client }: { readonly client: Pick<Client, 'manifest'> },
  repository: Repository,
  tag: string,
  isOnline: boolean,
) {
  return {
    queryKey: ['tag', keyOf(repository), tag, isOnline ? 'online' : 'offline'],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<TagAnswer> =>
      answerOf(await client.manifest(repository, tag, { signal })),
    staleTime: ({ state: { data } }: { readonly state: { readonly data: TagAnswer | undefined } }) =>
      data?.isStale ? 0 : freshMs,
    retryOnMount: true,
  };
}

function answerOf({ digest, cache, tagSeenAt }: Fetched): TagAnswer {
  const isStale = cache.detail === 'stale-tag';
  return { digest, isStale, ...(isStale && tagSeenAt ? { seenAt: tagSeenAt } : {}) };
}

/** Compares a tag's digest with the digest that is shown. */
export interface TagStatus {
  readonly state: 'same' | 'other' | 'gone' | 'unknown';
  readonly text: string;
  /** The tag's digest, if it is not the one that is shown. */
  readonly other?: string;
  readonly isStale?: boolean;
  readonly seenAt?: Date;
}

/** Returns the status for an answer; `shown` is the digest in the reference. */
export function tagStatus({ digest, ...seen }: TagAnswer, shown: string): TagStatus {
  if (digest === shown) return { state: 'same', text: tagMessages.same(seen.isStale), ...seen };
  return { state: 'other', text: tagMessages.other(seen.isStale), other: digest, ...seen };
}

/** Returns the status for a tag that could not be resolved. */
export function tagFailureStatus(failure: unknown, host: string): TagStatus {
  const error = asAppError(failure);
  if (hasCode(error, 'not_found')) return { state: 'gone', text: tagMessages.deleted(host) };
  const why = error.reason ? reasons(host)[error.reason] : undefined;
  return { state: 'unknown', text: tagMessages.unchecked(why ?? error.message) };
}

function reasons(host: string): Partial<Record<Reason, string>> {
  return { offline: tagMessages.offlineUnseen, ...tagMessages.reasons(host) };
}

/** Returns the reason why a tag's digest is the last known one. Blames the network only if it is known to be down. */
export function staleTagText(host: string, reason: Reason | undefined): string {
  if (reason === undefined) return tagMessages.notChecked;
  if (reason === 'offline') return tagMessages.notCheckedOffline;
  if (reason === 'server_error') return tagMessages.notCheckedServerError(host);
  return tagMessages.notCheckedUnreachable(host);
}
