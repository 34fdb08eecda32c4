import {
  type ContentStore,
  type Info,
  isReferrersList,
  listSources,
  listTags,
  type RepositoryTag,
  readVerified,
} from '../content/index.ts';
import type { Log } from '../distribution/index.ts';
import {
  artifactTypeOf,
  childrenOf,
  type Digest,
  formatPlatform,
  type Manifest,
  type MediaType,
  parseStoredManifest,
  type Repository,
} from '../oci/index.ts';

/** A stored manifest that points to a digest. */
export interface Parent extends Partial<Place> {
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  /** All repositories that it is known to be in. */
  readonly repositories: readonly Repository[];
  /** Tags it last had, or an index that lists it; only the newest 50 parents are looked at. */
  readonly tags: readonly ParentTag[];
  /** Time when it was stored. */
  readonly seenAt: Date;
}

interface ParentTag extends RepositoryTag {
  /** Platform, as stated by the index with this tag. */
  readonly platform?: string;
}

/** First position of a digest in a manifest. */
interface Place {
  readonly mediaType: MediaType;
  /** Type of the manifest, or of its config; '' if it has neither. */
  readonly artifactType: string;
  /** `config`, `layers/2`, `manifests/0`, `blobs/1`, `subject` */
  readonly path: string;
  /** Number of children with that role. */
  readonly count: number;
  /** Platform of an entry, as the index states it. */
  readonly platform?: string;
}

export interface Parents {
  /** Newest first. */
  readonly parents: readonly Parent[];
  /** Number of further parents. */
  readonly more: number;
}

const maxParents = 200;
const maxNamed = 50;
/** Maximum of indexes per parent: an image that is rebuilt each day is listed in many. */
const maxIndexes = 20;
const limitBytes = 8 * 1024 * 1024;

interface Dependencies {
  readonly store: ContentStore;
  readonly log: Log;
}

/**
 * Finds stored manifests that point to a digest: one lookup, one more for each of the newest 50 parents, and a read of each
 * parent and of each tagged index that lists one, up to 8 MiB in total. A parent that is not read has no position.
 */
export async function findParents({ store, log }: Dependencies, digest: Digest): Promise<Parents> {
  const { infos, total } = await store.referredBy(digest, maxParents);
  const read = createReader({ store, log });
  const parents = await Promise.all(
    infos
      .filter((info) => !isReferrersList(info))
      .map(async (info, position): Promise<Parent> => {
        const { size, labels, createdAt } = info;
        const manifest = await read(info);
        const place = manifest && placeIn(manifest, digest);
        const tags = position < maxNamed ? await findTags(store, info, read) : listTags(labels);
        return { ...place, digest: info.digest, size, repositories: listSources(labels), tags, seenAt: createdAt };
      }),
  );
  return { parents, more: total - infos.length };
}

type Reader = (info: Info) => Promise<Manifest | undefined>;

/** Reads each manifest once; returns undefined if it is corrupt or invalid, and for all once 8 MiB are read. */
function createReader({ store, log }: Dependencies): Reader {
  const known = new Map<Digest, Promise<Manifest | undefined>>();
  let left = limitBytes;
  return ({ digest, size }) => {
    const found = known.get(digest);
    if (found) return found;
    left -= size;
    const manifest = left < 0 ? Promise.resolve(undefined) : readStored(store, digest).catch(warn);
    known.set(digest, manifest);
    return manifest;

    function warn(error: unknown): undefined {
      log.warn('Error reading parent', { digest, error });
    }
  };
}

async function readStored(store: ContentStore, digest: Digest): Promise<Manifest> {
  return parseStoredManifest(await readVerified(store, digest, { limitBytes }));
}

/** Returns its own tags, then those of indexes that list it. A referrer's tag does not name it. */
async function findTags(store: ContentStore, parent: Info, read: Reader): Promise<readonly ParentTag[]> {
  const { infos } = await store.referredBy(parent.digest, maxIndexes);
  const above = await Promise.all(
    infos.map(async (info) => {
      const tags = listTags(info.labels);
      const index = tags.length > 0 ? await read(info) : undefined;
      const place = index && placeIn(index, parent.digest);
      if (!place?.path.startsWith('manifests/')) return [];
      const { platform } = place;
      return tags.map((tag): ParentTag => ({ ...tag, ...(platform === undefined ? {} : { platform }) }));
    }),
  );
  const found = new Map<string, ParentTag>();
  for (const tag of [...listTags(parent.labels), ...above.flat()]) {
    const name = `${tag.host}/${tag.name}:${tag.tag}`;
    if (!found.has(name)) found.set(name, tag);
  }
  return [...found.values()];
}

function placeIn(manifest: Manifest, digest: Digest): Place {
  const children = childrenOf(manifest);
  const child = children.find(({ descriptor }) => descriptor.digest === digest);
  const platform = child?.descriptor.platform;
  return {
    mediaType: manifest.payload().mediaType,
    artifactType: artifactTypeOf(manifest),
    path: child?.path ?? 'subject',
    count: children.filter(({ role }) => role === child?.role).length,
    ...(platform ? { platform: formatPlatform(platform) } : {}),
  };
}
