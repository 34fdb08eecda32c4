import { type ContentStore, type Info, readVerified } from '../content/index.ts';
import { artifactTypeOf, childrenOf, type Digest, formatPlatform, type MediaType } from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import type { Log } from './contract.ts';
import { readDetected } from './readManifest.ts';
import { isReferrersList } from './referrers.ts';
import { listSources } from './sourceLabel.ts';

/** A stored manifest that points to a digest. */
export interface Parent extends Partial<Place> {
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  /** Every one that it is known to be of. */
  readonly repositories: readonly Repository[];
  /** When it was stored. */
  readonly seenAt: Date;
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

const mostParents = 200;
const limitBytes = 8 * 1024 * 1024;

/**
 * What points to a digest, of the manifests in the content store: one look-up, and a read of each parent, as long as all are
 * of less than 8 MiB together. A parent that is not read, or cannot be, has no place.
 */
export async function findParents(
  { store, log }: { readonly store: ContentStore; readonly log: Log },
  digest: Digest,
): Promise<Parents> {
  const { infos, total } = await store.referredBy(digest, mostParents);
  let left = limitBytes;
  const parents = await Promise.all(
    infos
      .filter((info) => !isReferrersList(info))
      .map(async (info): Promise<Parent> => {
        left -= info.size;
        const { size, labels, createdAt } = info;
        const place = left < 0 ? undefined : await findPlace(store, info, digest).catch(warn);
        return { ...place, digest: info.digest, size, repositories: listSources(labels), seenAt: createdAt };
      }),
  );
  return { parents, more: total - infos.length };

  function warn(error: unknown): undefined {
    log.warn('Error reading parent', { digest, error });
  }
}

async function findPlace(store: ContentStore, parent: Info, digest: Digest): Promise<Place> {
  const manifest = readDetected(await readVerified(store, parent.digest, { limitBytes }));
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
