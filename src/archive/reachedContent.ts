import { isAppError } from '../errors/index.ts';
import { maxParts } from '../graph/index.ts';
import {
  childrenOf,
  type Descriptor,
  type Digest,
  detectMediaType,
  documentKind,
  isAnyManifestType,
  isDigest,
  isForeignLayerType,
  isLayerType,
  type Manifest,
  maxManifestBytes,
  parseShownManifest,
} from '../oci/index.ts';
import type { ArchiveImage, EntryLocation, ReadManifest } from './archive.ts';
import type { Refusal, Refusals } from './refusal.ts';

/** Content of an archive by digest. */
export interface NamedContent {
  readonly located: ReadonlyMap<Digest, EntryLocation>;
  /** Documents that hash to their digest. */
  readonly documents: ReadonlyMap<Digest, Uint8Array>;
  /** Content that does not match the digest in its name. */
  readonly mismatched: ReadonlyMap<Digest, Refusal>;
}

const maxDepth = 32;
/** Maximum for all images of an archive: shared content counts once for each image. */
const maxItemsOfAll = 200_000;

/** An `index.json` of 4 MiB has room for about as many. */
export const maxImages = 20_000;

/** Budget shared by all images of an archive, and a cache of parsed manifests. */
export class WalkBudget {
  left = maxItemsOfAll;
  readonly parsed = new Map<Digest, Manifest>();
}

type Closure = Pick<ArchiveImage, 'needs' | 'manifests' | 'foreign' | 'broken'>;
type Stated = Pick<Descriptor, 'digest' | 'mediaType' | 'size'> & Pick<Partial<Descriptor>, 'urls'>;

/**
 * Walks everything in the archive that a descriptor of `from`, a file of the archive, reaches. Missing content is not
 * walked; invalid content breaks the image.
 */
export function closureOf(
  root: Stated,
  from: string,
  { located, documents, mismatched }: NamedContent,
  refusals: Refusals,
  reach: WalkBudget,
): Closure {
  const needs = new Map<Digest, number | undefined>();
  const foreign = new Set<Digest>();
  const manifests: ReadManifest[] = [];
  let broken: Refusal | undefined;
  const refuse: Refusals['add'] = (...refusal) => {
    const added = refusals.add(...refusal);
    broken ??= added;
    return added;
  };

  function visit(child: Stated, isManifest: boolean, depth: number, parent: string): void {
    const { digest, mediaType, size } = child;
    if (!isDigest(digest)) return void refuse('unreadable', parent, `it lists ${JSON.stringify(digest)}, not a digest`);
    if (needs.has(digest)) return;
    const limit = limitReached(depth);
    if (limit !== undefined) return void refuse('too_many', parent, limit);
    const at = located.get(digest);
    if (!at && depth > 0 && isForeign(child)) return void foreign.add(digest);
    reach.left--;
    const stated = size === undefined ? undefined : Number(size);
    needs.set(digest, stated);
    broken ??= mismatched.get(digest);
    if (!at || mismatched.has(digest)) return;
    if (stated !== undefined && at.size !== stated) {
      return void refuse('size', at.name, `it has ${at.size} bytes, and ${parent} states ${stated}`);
    }
    // An artifact may list content of any type.
    if (isManifest && (mediaType === '' || isAnyManifestType(mediaType))) read(digest, at, depth, parent);
  }

  function limitReached(depth: number): string | undefined {
    if (needs.size + foreign.size >= maxParts) return `an image has more than ${maxParts} items`;
    if (depth > maxDepth) return `an image is nested more than ${maxDepth} levels deep`;
    return reach.left <= 0 ? `the images of the archive have more than ${maxItemsOfAll} items together` : undefined;
  }

  function read(digest: Digest, { name, size }: EntryLocation, depth: number, parent: string): void {
    const bytes = documents.get(digest);
    if (!bytes && size > maxManifestBytes) return void refuse('too_large', name, `${size} bytes`);
    if (!bytes) return void refuse('unreadable', name, `${parent} lists it as a manifest, and it is not one`);
    try {
      const manifest = reach.parsed.get(digest) ?? parseShownManifest(detectMediaType(bytes), bytes);
      reach.parsed.set(digest, manifest);
      for (const { descriptor, role } of childrenOf(manifest)) visit(descriptor, role === 'manifest', depth + 1, name);
      manifests.push({ digest, manifest });
    } catch (error) {
      if (!isAppError(error)) throw error;
      refuse('unreadable', name, error.message);
    }
  }

  visit(root, documentKind(root.mediaType) !== undefined || root.mediaType === '', 0, from);
  return { needs, manifests, foreign, broken };
}

/** Programs leave layers out of archives by either sign: containerd by the type, skopeo by the URLs. */
function isForeign({ mediaType, urls = [] }: Stated): boolean {
  return isForeignLayerType(mediaType) || (isLayerType(mediaType) && urls.length > 0);
}
