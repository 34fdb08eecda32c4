import type { Info } from '../content/index.ts';
import { hasSource, listSources } from '../content/index.ts';
import type { Reason } from '../errors/index.ts';
import type { Digest, MediaType, Repository } from '../oci/index.ts';
import type { NamePage } from '../registry/index.ts';

/** Requested content, and where it came from. */
export interface Pulled {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  readonly cache: { readonly hit: boolean; readonly stored: boolean; readonly detail?: string };
  readonly source?: Repository;
  readonly storedAt?: Date;
}

/** A manifest with all its bytes. */
export interface PulledManifest extends Pulled {
  readonly bytes: Uint8Array;
  /** Time when the tag was last seen to point to this digest, if its registry is unavailable now. */
  readonly tagSeenAt?: Date;
  /** Reason why the registry is unavailable. */
  readonly staleReason?: Reason;
}

/** A page of tags or repositories. */
export interface PulledNames extends NamePage {
  /** A hit has the names seen before, because the registry is unavailable: far from all, ordered by name. */
  readonly cache: Pulled['cache'];
  /** Time when each tag was last seen; only for a hit. */
  readonly seenAt?: ReadonlyMap<string, Date>;
}

/** A blob, or a range of it. `sizeBytes` is the complete size, if known. */
export interface PulledBlob extends Pulled {
  readonly body: Uint8Array | ReadableStream<Uint8Array>;
  readonly lengthBytes: number | undefined;
  readonly range?: { readonly start: number; readonly end: number; readonly total: number | undefined };
}

/** Returns the source of stored content: the requested repository if it is one of its sources, else the first. */
export function sourceOf({ labels }: Pick<Info, 'labels'>, requested: Repository | undefined): Repository | undefined {
  return requested && hasSource(labels, requested) ? requested : listSources(labels)[0];
}
