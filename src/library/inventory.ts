import {
  type ContentStore,
  corruptLabel,
  type Info,
  listSources,
  parseTime,
  type RecordFault,
  readVerified,
  tagsOf,
} from '../content/index.ts';
import type { Log } from '../distribution/index.ts';
import { artifactTypeOf, type Digest, type MediaType, parseStoredManifest, type Repository } from '../oci/index.ts';
import type { GcRoots, Protection } from './gcRoots.ts';
import { ImageGraph, type StoredImageRoot } from './imageGraph.ts';

/** Lists what is stored, by image. */
export interface Inventory {
  readonly heldBytes: number;
  readonly count: number;
  readonly ingestBytes: number;
  /** Most recently used first. */
  readonly images: readonly StoredImage[];
  /** Content that belongs to no image. */
  readonly loose: { readonly count: number; readonly bytes: number };
  /** Records that cannot be read: their number, and the first of them. Absent if all can be read. */
  readonly faults?: { readonly count: number; readonly listed: readonly RecordFault[] };
}

export interface StoredImage extends Partial<ImageForm> {
  readonly digest: Digest;
  readonly bytes: number;
  /** Bytes that no other stored image uses. */
  readonly ownBytes: number;
  readonly count: number;
  readonly repositories: readonly Repository[];
  readonly tags: readonly string[];
  readonly kept?: Protection;
  readonly storedAt: Date;
  readonly usedAt: Date;
}

interface ImageForm {
  readonly mediaType: MediaType;
  /** '' if it has none. */
  readonly artifactType: string;
  readonly entries?: number;
}

export interface StoredBlob {
  readonly digest: Digest;
  readonly bytes: number;
  readonly repositories: readonly Repository[];
  readonly isManifest: boolean;
  readonly storedAt: Date;
  readonly usedAt: Date;
  readonly corruptAt?: Date;
}

interface Dependencies {
  readonly store: ContentStore;
  readonly log: Log;
}

/** Manifests are read for their details until this total size. */
const limitBytes = 8 * 2 ** 20;
const maxFaultsListed = 20;

/** Reads infos and edges of all content, and the manifests of images. */
export async function listImages({ store, log }: Dependencies, roots: GcRoots): Promise<Inventory> {
  const [graph, ingests, faults] = await Promise.all([
    ImageGraph.read(store, roots),
    store.listStatuses(),
    store.faults(),
  ]);
  const [images, loose] = [graph.roots.filter(isImage), graph.roots.filter((root) => !isImage(root))];
  const newestFirst = images.sort((one, other) => other.usedAt.getTime() - one.usedAt.getTime());
  let left = limitBytes;
  const described = await Promise.all(
    newestFirst.map(async (root): Promise<StoredImage> => {
      left -= root.info.size;
      const form = left < 0 ? {} : await readForm({ store, log }, root.info);
      return { ...factsOf(graph, root), ...form };
    }),
  );
  return {
    heldBytes: sizeOf(graph.infos.values()),
    count: graph.infos.size,
    ingestBytes: ingests.reduce((sum, { offset }) => sum + offset, 0),
    images: described,
    loose: { count: loose.length, bytes: sizeOf(loose.map(({ info }) => info)) },
    ...(faults.length > 0 ? { faults: { count: faults.length, listed: faults.slice(0, maxFaultsListed) } } : {}),
  };
}

/** Lists all content by digest; bodies are not read. */
export async function listBlobs({ store }: Dependencies): Promise<readonly StoredBlob[]> {
  const uses = await store.uses();
  const blobs: StoredBlob[] = [];
  await store.walk(({ digest, size, labels, linked, createdAt, updatedAt }) => {
    const corruptAt = labels[corruptLabel];
    blobs.push({
      digest,
      bytes: size,
      repositories: listSources(labels),
      isManifest: linked === true,
      storedAt: createdAt,
      usedAt: uses.get(digest) ?? createdAt,
      ...(corruptAt === undefined ? {} : { corruptAt: parseTime(corruptAt) ?? updatedAt }),
    });
  });
  return blobs;
}

function isImage({ isImage }: StoredImageRoot): boolean {
  return isImage;
}

function factsOf(graph: ImageGraph, root: StoredImageRoot): StoredImage {
  const { info, parts, protection, usedAt } = root;
  return {
    digest: info.digest,
    bytes: sizeOf([...parts].flatMap((digest) => graph.infos.get(digest) ?? [])),
    ownBytes: sizeOf(graph.exclusiveContent([root])),
    count: parts.size,
    repositories: listSources(info.labels),
    tags: tagsOf(info.labels),
    ...(protection ? { kept: protection } : {}),
    storedAt: info.createdAt,
    usedAt,
  };
}

/** Returns no details if the manifest cannot be read: the image is listed anyway. */
async function readForm({ store, log }: Dependencies, { digest }: Info): Promise<Partial<ImageForm>> {
  try {
    const manifest = parseStoredManifest(await readVerified(store, digest, { limitBytes }));
    const isIndex = manifest.kind === 'index';
    return {
      mediaType: manifest.payload().mediaType,
      artifactType: artifactTypeOf(manifest),
      ...(isIndex ? { entries: manifest.references().length } : {}),
    };
  } catch (error) {
    log.warn('Error reading image', { digest, error });
    return {};
  }
}

function sizeOf(infos: Iterable<Info>): number {
  let bytes = 0;
  for (const { size } of infos) bytes += size;
  return bytes;
}
