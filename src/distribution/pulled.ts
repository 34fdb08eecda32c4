import type { Info } from '../content/index.ts';
import type { Reason } from '../errors/index.ts';
import type { Digest, MediaType } from '../oci/index.ts';
import type { NamePage, Repository } from '../registry/index.ts';
import { hasSource, listSources } from './sourceLabel.ts';

/** Content that was asked for, and how it was come by. */
export interface Pulled {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  readonly cache: { readonly hit: boolean; readonly stored: boolean; readonly detail?: string };
  readonly source?: Repository;
  readonly storedAt?: Date;
}

/** Held whole. */
export interface PulledManifest extends Pulled {
  readonly bytes: Uint8Array;
  /** When the tag was last seen to stand for this, where its registry cannot be asked now. */
  readonly tagSeenAt?: Date;
  /** Why it cannot be asked. */
  readonly staleReason?: Reason;
}

/** A page of tags or repositories. */
export interface PulledNames extends NamePage {
  /** A hit is what was seen here before, since the registry cannot be asked now: by far not all, in order of name. */
  readonly cache: Pulled['cache'];
  /** When each tag was last seen, of a hit. */
  readonly seenAt?: ReadonlyMap<string, Date>;
}

/** Whole, or a range of it. `sizeBytes` is that of the whole, where known. */
export interface PulledBlob extends Pulled {
  readonly body: Uint8Array | ReadableStream<Uint8Array>;
  readonly lengthBytes: number | undefined;
  readonly range?: { readonly start: number; readonly end: number; readonly total: number | undefined };
}

/** Where stored content came from: the repository asked for where it is one of them, else the first. */
export function sourceOf({ labels }: Pick<Info, 'labels'>, asked: Repository | undefined): Repository | undefined {
  return asked && hasSource(labels, asked) ? asked : listSources(labels)[0];
}
