import { isDigest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

/** Name of the BroadcastChannel on which workers send events to pages. */
export const eventsChannel = 'ociscope:store:events';
/** The channel that pages of releases before 0.2 listen to. */
export const oldEventsChannel = 'ociscope-events';

/**
 * Message of a page that starts to listen. Workers answer with the state of the store, unless it is ready, and with recent
 * `corrupt` and `healed` events.
 */
export const listening = 'listening';

export type WorkerEvent =
  | {
      readonly type: 'store';
      /**
       * `blocked`: its upgrade waits for another tab; `yielded`: it closed for a newer release, or for a tab that deletes it;
       * `ready`: neither.
       */
      readonly state: 'yielded' | 'blocked' | 'ready';
    }
  /** Stored content was found corrupt, or was replaced by the registry's copy. Either event may be sent twice. */
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
