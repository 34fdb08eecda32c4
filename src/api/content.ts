import { AppError } from '../errors/index.ts';
import type { Amount, Repository } from '../oci/index.ts';
import { isDigest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

// Messages between page and worker about stored content.

export interface ContentResponse {
  /** Size of all stored content. */
  readonly heldBytes: number;
  readonly count: number;
  /** Size of partial downloads. */
  readonly ingestBytes: number;
  /** Above this limit the least recently used content is evicted; absent if neither the person nor the browser sets one. */
  readonly limitBytes?: number;
  /** The person set the limit; otherwise it is a share of the browser's quota. */
  readonly isOwnLimit: boolean;
  /** Most recently used first. */
  readonly images: readonly HeldImage[];
  /** Content that belongs to no image. */
  readonly loose: Amount;
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

/** A manifest that no other stored manifest lists, or that is pinned or tagged, with all content that belongs to it. */
export interface HeldImage {
  readonly digest: string;
  /** Size of its stored manifests, configs and layers. */
  readonly bytes: number;
  /** Bytes that no other stored image uses. */
  readonly ownBytes: number;
  readonly count: number;
  /** Absent if the manifest was not read. */
  readonly mediaType?: string;
  /** Type of the manifest, or of its config; '' if it has neither. */
  readonly artifactType?: string;
  /** Number of entries of an index. */
  readonly entries?: number;
  readonly repositories: readonly Repository[];
  /** `host/name:tag` of each tag that was last seen to point to it. */
  readonly tags: readonly string[];
  /** Reason why it is not evicted before others; a pinned image is never evicted. */
  readonly kept?: 'pinned' | 'tagged' | 'recent';
  readonly storedAt: Date;
  readonly usedAt: Date;
}

export interface HeldBlob {
  readonly digest: string;
  readonly bytes: number;
  readonly repositories: readonly Repository[];
  /** It is a manifest. */
  readonly isManifest: boolean;
  readonly storedAt: Date;
  readonly usedAt: Date;
  /** Time when it was found corrupt; it has not been returned since. */
  readonly corruptAt?: Date;
}

export type ContentChange =
  /** Deletes images and the content that only they use, even if pinned; the page removes the pins. */
  | { readonly delete: readonly string[] }
  /** Evicts at least this many bytes, least recently used first. */
  | {
      readonly evictBytes: number;
      /** Keeps tagged and recently opened images, even if fewer bytes are freed. */
      readonly onlyUnprotected?: boolean;
    }
  /** Deletes everything, including pinned images and partial downloads. */
  | { readonly clear: true }
  /** Removes records that cannot be read. */
  | { readonly dropFaults: true }
  /** Sets the limit; null restores the default. */
  | { readonly limitBytes: number | null };

/** The content that was removed. */
export type Freed = Amount;

/** Corrupt content that a verification found. */
export interface CorruptItem {
  readonly digest: string;
  /** `healed`: downloaded again. */
  readonly state: 'healed' | 'corrupt';
  /** Reason why it was not repaired. */
  readonly why?: string;
}

/** Normalised references of pinned and recently opened images, each with the digest that it pointed to. */
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
  throw new AppError('invalid_argument', 'the body is not a change of the store', { reason: 'unsupported' });
}

/** @throws AppError invalid_argument */
export function parseRoots(body: unknown): RootsTold {
  const { pinned, recent } = readRecord(body);
  if (!isRoots(pinned) || !isRoots(recent)) {
    throw new AppError('invalid_argument', 'the body has no lists of pinned and recent images', {
      reason: 'unsupported',
    });
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
