import { AppError } from '../errors/index.ts';
import {
  byteCount,
  type Child,
  childrenOf,
  type Descriptor,
  type Digest,
  formatPlatform,
  isAnyManifestType,
  isDigest,
  isForeignLayerType,
  type Manifest,
  type MediaType,
} from '../oci/index.ts';

/** Selects the parts of an image, index or artifact. */
export interface ClosureOptions {
  /**
   * Platforms of an index's entries to include, as `formatPlatform` writes them, with their attestations; undefined for
   * all.
   */
  readonly platforms?: ReadonlySet<string> | undefined;
  /** Includes layers and the blobs of artifacts, in addition to manifests and configs. */
  readonly layers: boolean;
  /** Includes the referrers of each manifest: signatures, attestations, SBOMs and others. */
  readonly referrers: boolean;
}

/** A piece of content that belongs to a closure, each digest once. */
export interface ClosurePart {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  readonly role: 'manifest' | 'config' | 'layer' | 'blob';
  /** In bytes, as a descriptor states it; undefined if none does, or if the stated value is not a size. */
  readonly size: number | undefined;
  /** The parsed manifest; undefined if it is unavailable, so that its children are not known. */
  readonly manifest?: Manifest | undefined;
  /** The subject of a referrer. */
  readonly subject?: Digest;
  /** A layer that registries and archives need not have: its descriptor has `urls`. */
  readonly isForeign?: true;
}

export interface ClosureSource {
  /** Returns undefined if the manifest is unavailable; throws errors that must stop the walk. */
  manifest(digest: Digest, mediaType: MediaType): Promise<Manifest | undefined>;
  /** Lists the referrers of a manifest. Called only with `referrers`. */
  referrers(digest: Digest): Promise<readonly Descriptor[]>;
  /** Announces manifests that will be requested later, in that order, unless they were met before. */
  ahead?(digests: readonly Digest[]): void;
}

/** More than any image has, and fewer than a hostile index of 4 MiB reaches through its entries. */
export const maxParts = 50_000;

const attachedTo = 'vnd.docker.reference.digest';

type Queued = Pick<ClosurePart, 'digest' | 'mediaType' | 'size' | 'subject'>;

/**
 * Walks an image's closure: its manifests, their children and their referrers, each manifest before its children
 * (containerd core/images/handlers.go, `Walk`). Foreign layers are marked; descriptors without a valid digest are left out.
 * @throws AppError resource_exhausted (too_large), `detail.limit`, if there are more than `maxParts`: nothing is dropped
 * silently
 */
export async function* walkClosure(
  root: Pick<Descriptor, 'digest' | 'mediaType' | 'size'>,
  source: ClosureSource,
  { platforms, layers, referrers }: ClosureOptions,
): AsyncGenerator<ClosurePart, void> {
  const seen = new Set<string>();
  const isNew = (digest: string): digest is Digest => {
    if (seen.has(digest) || !isDigest(digest)) return false;
    if (seen.size >= maxParts) throw tooManyParts(root.digest);
    seen.add(digest);
    return true;
  };
  const queue: Queued[] = [];
  const enqueue = (stated: Pick<Descriptor, 'digest' | 'mediaType' | 'size'>, subject?: Digest) => {
    const { digest, mediaType } = stated;
    if (isNew(digest)) queue.push({ digest, mediaType, size: byteCount(stated.size), ...(subject ? { subject } : {}) });
  };
  // Another manifest may list the same content as a layer that registries have.
  const foreign: Descriptor[] = [];
  enqueue(root);
  for (const next of queue) {
    const { digest, mediaType } = next;
    const manifest = await source.manifest(digest, mediaType);
    yield { ...next, role: 'manifest', manifest };
    if (!manifest) continue;
    const before = queue.length;
    for (const { role, descriptor } of entriesOfPlatforms(manifest, platforms)) {
      const { digest, mediaType } = descriptor;
      if (role === 'manifest' && isAnyManifestType(mediaType)) enqueue(descriptor);
      else if (role === 'config' || layers) {
        if (role === 'layer' && isForeignLayerType(mediaType)) foreign.push(descriptor);
        else if (isNew(digest)) {
          yield { digest, mediaType, role: role === 'manifest' ? 'blob' : role, size: byteCount(descriptor.size) };
        }
      }
    }
    if (referrers) for (const found of await source.referrers(digest)) enqueue(found, digest);
    source.ahead?.(queue.slice(before).map((each) => each.digest));
  }
  for (const { digest, mediaType, ...stated } of foreign) {
    if (isNew(digest)) yield { digest, mediaType, role: 'layer', size: byteCount(stated.size), isForeign: true };
  }
}

/**
 * Returns the entries of the selected platforms with their attestations; entries without a platform are always included.
 */
function entriesOfPlatforms(manifest: Manifest, platforms: ReadonlySet<string> | undefined): readonly Child[] {
  const children = childrenOf(manifest);
  if (manifest.kind !== 'index' || !platforms) return children;
  const isSelected = ({ descriptor: { platform } }: Child) => !platform || platforms.has(formatPlatform(platform));
  const selected = new Set(children.filter(isSelected).map(({ descriptor }) => descriptor.digest));
  return children.filter(
    (child) => isSelected(child) || selected.has(child.descriptor.annotations?.[attachedTo] ?? ''),
  );
}

function tooManyParts(root: string): AppError {
  const limit = maxParts.toLocaleString('en');
  return new AppError('resource_exhausted', `"${root}" has more than ${limit} items`, {
    reason: 'too_large',
    detail: {
      digest: root,
      limit: maxParts,
      title: 'This image has too many items',
      why: `It has more than ${limit} manifests, configs and layers, the most that are read.`,
      next: 'Open one of its platforms or manifests and use that instead.',
    },
  });
}
