import { isAppError } from '../errors/index.ts';
import {
  type Descriptor,
  type Digest,
  detectMediaType,
  digestAlgorithm,
  digestBytes,
  formatPlatform,
  isDigest,
  isIndexType,
  maxManifestBytes,
  mediaTypes,
  type Platform,
  parseImageConfig,
  parseManifest,
} from '../oci/index.ts';
import type { ArchiveImage, EntryLocation } from './archive.ts';
import { closureOf, maxImages, type NamedContent, WalkBudget } from './reachedContent.ts';
import type { ArchiveIndex } from './readIndex.ts';
import type { Refusal } from './refusal.ts';

const nameAnnotations = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

/** Returns the files under `blobs/` by their digests; documents are verified, and those that don't match are refused. */
export async function readBlobs({ files, links, documents, refusals }: ArchiveIndex): Promise<NamedContent> {
  const located = new Map<Digest, EntryLocation>();
  const verified = new Map<Digest, Uint8Array>();
  const mismatched = new Map<Digest, Refusal>();
  const names = [...files.keys()].map((name) => [name, name] as const);
  for (const [name, file] of [...names, ...links]) {
    const [, algorithm, encoded] = /^blobs\/([^/]+)\/([^/]+)$/.exec(name) ?? [];
    const digest = `${algorithm}:${encoded}`;
    if (!isDigest(digest)) continue;
    const bytes = documents.get(file);
    const actual = bytes && (await digestBytes(digestAlgorithm(digest), bytes));
    located.set(digest, { name: file, size: files.get(file)?.size ?? 0 });
    if (actual !== undefined && actual !== digest) {
      mismatched.set(digest, refusals.add('mismatch', name, `its bytes hash to ${actual}`));
    } else if (bytes) verified.set(digest, bytes);
  }
  return { located, documents: verified, mismatched: mismatched };
}

/**
 * Returns the images that `index.json` names (image-spec image-layout.md), each digest once, with all its names. Undefined
 * if there is no such file, or it is invalid, which is a refusal.
 */
export function readLayout(
  { documents, files, refusals }: ArchiveIndex,
  content: NamedContent,
): readonly ArchiveImage[] | undefined {
  const size = files.get('index.json')?.size;
  // A file that is too large was refused when it was met.
  if (size === undefined || size > maxManifestBytes) return undefined;
  const entries = readEntries(documents.get('index.json'));
  if (typeof entries === 'string') return void refusals.add('unreadable', 'index.json', entries);
  const images = new Map<string, ArchiveImage>();
  const reach = new WalkBudget();
  for (const descriptor of entries) {
    const { digest, annotations = {} } = descriptor;
    const name = nameAnnotations.map((key) => annotations[key]).find((text) => text !== undefined && text !== '');
    const known = images.get(digest);
    if (known) images.set(digest, { ...known, names: unique([...known.names, name]) });
    else if (!isDigest(digest)) {
      refusals.add('unreadable', 'index.json', `it lists ${JSON.stringify(digest)}, not a digest`);
    } else if (images.size < maxImages) {
      images.set(digest, { ...describe(descriptor, digest, content, refusals, reach), names: unique([name]) });
    } else {
      refusals.add('too_many', 'index.json', `it lists ${entries.length} images, of which ${maxImages} are read`);
      break;
    }
  }
  return [...images.values()];
}

function describe(
  descriptor: Descriptor,
  digest: Digest,
  content: NamedContent,
  refusals: ArchiveIndex['refusals'],
  reach: WalkBudget,
): ArchiveImage {
  const closure = closureOf(descriptor, 'index.json', content, refusals, reach);
  const root = closure.manifests.at(-1)?.manifest;
  const own = descriptor.platform ?? (root?.kind === 'image' ? configPlatform(root.config.digest, content) : undefined);
  const platforms = root?.kind === 'index' ? root.manifests.map(({ platform }) => platform) : [own];
  return {
    digest,
    mediaType: root?.payload().mediaType ?? descriptor.mediaType,
    names: [],
    platforms: unique(platforms.map((platform) => platform && formatPlatform(platform))).filter(isKnown),
    isSynthesized: false,
    unchecked: 0,
    ...closure,
  };
}

/** Returns the platform that a config states. */
export function configPlatform(digest: string, { documents }: Pick<NamedContent, 'documents'>): Platform | undefined {
  const bytes = isDigest(digest) ? documents.get(digest) : undefined;
  if (!bytes) return undefined;
  try {
    const { os, architecture, variant } = parseImageConfig(bytes);
    return os === '' ? undefined : { os, architecture, ...(variant === undefined ? {} : { variant }) };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** Returns the entries, or the reason why they cannot be read. */
function readEntries(bytes: Uint8Array | undefined): readonly Descriptor[] | string {
  if (!bytes) return 'it is not JSON';
  try {
    const detected = detectMediaType(bytes);
    const manifest = parseManifest(isIndexType(detected) ? detected : mediaTypes.ociIndex, bytes);
    return manifest.kind === 'index' ? manifest.manifests : `it is not an index but ${detected}`;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}

/** Attestations have no platform. */
function isKnown(platform: string): boolean {
  return !platform.startsWith('unknown');
}

function unique(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined && text !== ''))].filter((text) => text !== undefined);
}
