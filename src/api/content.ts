import { AppError } from '../errors/index.ts';
import { isDigest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';
import type { RepositoryAddress } from './urls.ts';

// What the page and its worker tell each other of what is stored.

export interface ContentResponse {
  /** Of all content. */
  readonly heldBytes: number;
  readonly count: number;
  /** Of ingests that are not content yet. */
  readonly ingestBytes: number;
  /** Above it the least recently used goes; absent where neither the person nor the browser sets one. */
  readonly limitBytes?: number;
  /** The person set it; else it is a share of the browser's quota. */
  readonly isOwnLimit: boolean;
  /** By when they were last used, newest first. */
  readonly images: readonly HeldImage[];
  /** What belongs to none of these. */
  readonly loose: { readonly count: number; readonly bytes: number };
  /** The browser offers no database: everything is lost when the worker stops. */
  readonly isVolatile?: boolean;
  /** Records of the database that cannot be read: their number, and the first of them. Absent if all can be read. */
  readonly faults?: { readonly count: number; readonly listed: readonly StoreFault[] };
}

/** A record that cannot be read: its table, and its key as text. */
export interface StoreFault {
  readonly table: string;
  readonly key: string;
}

/** A manifest that no other one holds, or that is pinned or tagged, with all that belongs to it. */
export interface HeldImage {
  readonly digest: string;
  /** Of all documents and layers that are here. */
  readonly bytes: number;
  /** Of those that no other image here uses. */
  readonly ownBytes: number;
  readonly count: number;
  /** Absent where the manifest was not read. */
  readonly mediaType?: string;
  /** The manifest's, or its config's type; '' where it has neither. */
  readonly artifactType?: string;
  /** How many entries an index has. */
  readonly entries?: number;
  readonly repositories: readonly RepositoryAddress[];
  /** `host/name:tag` of all that it was last seen to be. */
  readonly tags: readonly string[];
  /** What keeps it from going first; a pin keeps it for good. */
  readonly kept?: 'pinned' | 'tagged' | 'recent';
  readonly storedAt: Date;
  readonly usedAt: Date;
}

export interface HeldBlob {
  readonly digest: string;
  readonly bytes: number;
  readonly repositories: readonly RepositoryAddress[];
  /** It is a manifest. */
  readonly isManifest: boolean;
  readonly storedAt: Date;
  readonly usedAt: Date;
  /** When it was found to be damaged; it is not given to anyone since. */
  readonly corruptAt?: Date;
}

export type ContentChange =
  /** Images: with each goes what only these use. Pins are for the page to take away. */
  | { readonly delete: readonly string[] }
  /** Evicts at least this many bytes, least recently used first. */
  | {
      readonly evictBytes: number;
      /** What a tag or a recent visit keeps stays, also where that is less then. */
      readonly onlyUnprotected?: boolean;
    }
  /** Everything, pinned or not, and what is on its way. */
  | { readonly clear: true }
  /** Records that cannot be read. */
  | { readonly dropFaults: true }
  /** Null: the default. */
  | { readonly limitBytes: number | null };

/** What went. */
export interface Freed {
  readonly count: number;
  readonly bytes: number;
}

export interface VerifyStep {
  /** `read`: progress. Other states are reported once for each digest. */
  readonly state: 'read' | 'healed' | 'corrupt' | 'done';
  readonly digest?: string;
  readonly count: number;
  readonly bytes: number;
  readonly total: { readonly count: number; readonly bytes: number };
  /** Why corrupt content was not fetched again. */
  readonly why?: string;
}

/** Normalised references, each with the digest that it stood for. */
export interface RootsTold {
  readonly pinned: readonly RootTold[];
  readonly recent: readonly RootTold[];
}

export interface RootTold {
  readonly reference: string;
  readonly digest?: string;
}

/** @throws AppError invalid_argument */
export function parseContentChange(body: unknown): ContentChange {
  const change = readRecord(body);
  if (Array.isArray(change.delete) && change.delete.length <= 10_000 && change.delete.every(isDigestText)) {
    return { delete: change.delete };
  }
  if (isCount(change.evictBytes)) {
    return { evictBytes: change.evictBytes, onlyUnprotected: change.onlyUnprotected === true };
  }
  if (change.clear === true) return { clear: true };
  if (change.dropFaults === true) return { dropFaults: true };
  if (change.limitBytes === null || isCount(change.limitBytes)) return { limitBytes: change.limitBytes };
  throw new AppError('invalid_argument', 'body is no change of what is stored', { reason: 'unsupported' });
}

/** @throws AppError invalid_argument */
export function parseRoots(body: unknown): RootsTold {
  const { pinned, recent } = readRecord(body);
  if (!isRoots(pinned) || !isRoots(recent)) {
    throw new AppError('invalid_argument', 'body does not say what is pinned and recent', { reason: 'unsupported' });
  }
  return { pinned, recent };
}

function isRoots(value: unknown): value is readonly RootTold[] {
  return Array.isArray(value) && value.length <= 1000 && value.every((each) => isRoot(readRecord(each)));
}

export function isRoot({ reference, digest }: Readonly<Record<string, unknown>>): boolean {
  return typeof reference === 'string' && (digest === undefined || isDigestText(digest));
}

function isDigestText(value: unknown): value is string {
  return typeof value === 'string' && isDigest(value);
}
