import { isAppError } from '../errors/index.ts';
import {
  childrenOf,
  type Descriptor,
  type Digest,
  detectMediaType,
  documentKind,
  isAnyManifestType,
  isDigest,
  type Manifest,
  parseShownManifest,
} from '../oci/index.ts';
import type { ArchiveImage, Located, ReadManifest } from './archive.ts';
import type { Refusal, Refusals } from './refusal.ts';

/** What of an archive is named by digest. */
export interface NamedContent {
  readonly located: ReadonlyMap<Digest, Located>;
  /** Documents that hash to their digest. */
  readonly documents: ReadonlyMap<Digest, Uint8Array>;
  /** What does not hash to the digest that it is named by. */
  readonly bad: ReadonlyMap<Digest, Refusal>;
}

/** More than any index of images reaches. */
const mostNeeds = 50_000;
const mostDepth = 32;
/** Of all images of an archive together: many that reach the same are told of one by one. */
const mostOfAll = 200_000;

/** More are no archive that somebody saved. */
export const mostImages = 1000;

/** What the images of one archive share: how much more they may reach, and what was read already. */
export class Reach {
  left = mostOfAll;
  readonly parsed = new Map<Digest, Manifest>();
}

type Closure = Pick<ArchiveImage, 'needs' | 'manifests' | 'broken'>;
type Stated = Pick<Descriptor, 'digest' | 'mediaType' | 'size'>;

/** All that a descriptor reaches in an archive. What is missing is not looked into; what lies breaks it. */
export function closureOf(
  root: Stated,
  { located, documents, bad }: NamedContent,
  refusals: Refusals,
  reach: Reach,
): Closure {
  const needs = new Map<Digest, number | undefined>();
  const manifests: ReadManifest[] = [];
  let broken: Refusal | undefined;
  const refuse: Refusals['add'] = (...refusal) => {
    const told = refusals.add(...refusal);
    broken ??= told;
    return told;
  };

  function visit({ digest, mediaType, size }: Stated, isManifest: boolean, depth: number): void {
    if (!isDigest(digest)) return void refuse('unreadable', '', `${JSON.stringify(digest)} is no digest`);
    if (needs.has(digest)) return;
    if (needs.size >= mostNeeds || depth > mostDepth || reach.left <= 0)
      return void refuse('too_many', digest, 'more than images reach');
    reach.left--;
    const stated = size === undefined ? undefined : Number(size);
    needs.set(digest, stated);
    const at = located.get(digest);
    broken ??= bad.get(digest);
    if (!at || bad.has(digest)) return;
    if (stated !== undefined && at.size !== stated) {
      return void refuse('size', at.name, `${at.size} bytes, and ${stated} are stated`);
    }
    // What an artifact lists may be anything.
    if (isManifest && (mediaType === '' || isAnyManifestType(mediaType))) read(digest, at.name, depth);
  }

  function read(digest: Digest, name: string, depth: number): void {
    const bytes = documents.get(digest);
    if (!bytes) return void refuse('unreadable', name, 'no manifest, or a larger one than is read');
    try {
      const manifest = reach.parsed.get(digest) ?? parseShownManifest(detectMediaType(bytes), bytes);
      reach.parsed.set(digest, manifest);
      for (const { descriptor, role } of childrenOf(manifest)) visit(descriptor, role === 'manifest', depth + 1);
      manifests.push({ digest, manifest });
    } catch (error) {
      if (!isAppError(error)) throw error;
      refuse('unreadable', name, error.message);
    }
  }

  visit(root, documentKind(root.mediaType) !== undefined || root.mediaType === '', 0);
  return { needs, manifests, broken };
}
