import { type ContentStore, type Info, readVerified } from '../content/index.ts';
import {
  artifactTypeOf,
  childrenOf,
  type Digest,
  formatPlatform,
  type Manifest,
  type MediaType,
} from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import type { Log } from './contract.ts';
import { readDetected } from './readManifest.ts';
import { isReferrersList } from './referrers.ts';
import { listSources } from './sourceLabel.ts';
import { listTags, type RepositoryTag } from './tags.ts';

/** A stored manifest that points to a digest. */
export interface Parent extends Partial<Place> {
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  /** Every one that it is known to be of. */
  readonly repositories: readonly Repository[];
  /** What it was last known to be called, or an index that lists it; only the newest 50 parents are looked at. */
  readonly tags: readonly ParentTag[];
  /** When it was stored. */
  readonly seenAt: Date;
}

interface ParentTag extends RepositoryTag {
  /** As the index that is called so states it. */
  readonly platform?: string;
}

/** Where in a manifest a digest stands first. */
interface Place {
  readonly mediaType: MediaType;
  /** The manifest's, or its config's type; '' where it has neither. */
  readonly artifactType: string;
  /** `config`, `layers/2`, `manifests/0`, `blobs/1`, `subject` */
  readonly path: string;
  /** How many children of that role the manifest has. */
  readonly count: number;
  /** Of an entry, as the index states it. */
  readonly platform?: string;
}

export interface Parents {
  /** Newest first. */
  readonly parents: readonly Parent[];
  /** How many there are beside these. */
  readonly more: number;
}

const maxParents = 200;
const maxNamed = 50;
/** Of one parent: what is rebuilt each day stands in many indexes. */
const maxIndexes = 20;
const limitBytes = 8 * 1024 * 1024;

interface Dependencies {
  readonly store: ContentStore;
  readonly log: Log;
}

/**
 * What points to a digest, of the manifests in the content store: one look-up, one more for each of the newest 50 parents, and
 * a read of each parent and of each index with a tag that lists one, as long as all are of less than 8 MiB together. A parent
 * that is not read, or cannot be, has no place.
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

/** Reads each manifest once; undefined of one that is damaged or none, and of all once 8 MiB are read. */
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
  return readDetected(await readVerified(store, digest, { limitBytes }));
}

/** Its own tags, then those of indexes that list it. What merely refers to it is no name of it. */
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
