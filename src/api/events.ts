import { isDigest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

/** Name of the BroadcastChannel on which workers tell pages what nobody asked for. */
export const eventsChannel = 'ociscope-events';

/**
 * What a page says on the channel that begins to listen: workers tell it again how the store is, where it is not ready, and
 * what they told just before.
 */
export const listening = 'listening';

export type WorkerEvent =
  | {
      readonly type: 'store';
      /**
       * `blocked`: its upgrade waits for another tab; `yielded`: it closed for a newer release, or for a tab that deletes it;
       * `ready`: neither any more.
       */
      readonly state: 'yielded' | 'blocked' | 'ready';
    }
  /** Stored content was found to be damaged; its registry's took its place. Either may be told twice. */
  | { readonly type: 'corrupt' | 'healed'; readonly digest: string }
  /** Content was evicted for newer content. */
  | { readonly type: 'evicted'; readonly digests: number; readonly bytes: number }
  /** The lists of pinned and offline images were changed. */
  | { readonly type: 'lists'; readonly revision: number };

/** Returns the event in a message; undefined if this release does not know it. */
export function parseEvent(message: unknown): WorkerEvent | undefined {
  const { type, state, digest, digests, bytes, revision } = readRecord(message);
  if (type === 'store' && (state === 'yielded' || state === 'blocked' || state === 'ready')) return { type, state };
  if ((type === 'corrupt' || type === 'healed') && typeof digest === 'string' && isDigest(digest))
    return { type, digest };
  if (type === 'evicted' && isCount(digests) && isCount(bytes)) return { type, digests, bytes };
  if (type === 'lists' && isCount(revision)) return { type, revision };
  return undefined;
}
