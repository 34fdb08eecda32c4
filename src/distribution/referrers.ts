import { type ContentStore, type Info, readVerified } from '../content/index.ts';
import { asAppError, hasCode } from '../errors/index.ts';
import { type Descriptor, type Digest, digestBytes, mediaTypes, parseManifest } from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import { BlobIngest } from './blobIngest.ts';
import type { PullDependencies } from './manifests.ts';
import type { PulledManifest } from './pulled.ts';

/** A registry's lists are of 8 MiB, beside the annotations of three manifests of 4 MiB. */
const limitBytes = 32 * 1024 * 1024;

type List = Pick<PulledManifest, 'bytes' | 'digest' | 'mediaType'>;

/**
 * Lists referrers of the registry, and keeps the newest list of each subject as content: its label
 * `ociscope/referrers.<host>/<name>@<digest>` is when it was had.
 */
export class ReferrersPuller {
  readonly #with: PullDependencies;

  constructor(dependencies: PullDependencies) {
    this.#with = dependencies;
  }

  /** Once for all who ask the same at a time. */
  get(source: Repository, digest: Digest, artifactType?: string, signal?: AbortSignal): Promise<PulledManifest> {
    const { registry, store, once } = this.#with;
    const subject = `${source.host}/${source.name}@${digest}`;
    return once.run(
      `referrers ${subject} ${artifactType}`,
      async (flight): Promise<PulledManifest> => {
        try {
          const found = await registry.referrers(source, digest, { artifactType, signal: flight });
          const list = await listOf(subject, found);
          const isAll = artifactType === undefined;
          return {
            ...list,
            source,
            ...(isAll ? await this.#keep(subject, list) : { cache: { hit: false, stored: false } }),
          };
        } catch (error) {
          const [kept] = hasCode(error, 'unavailable') ? await listsOf(store, subject) : [];
          if (!kept) throw error;
          const bytes = await readVerified(store, kept.info.digest, { limitBytes }).catch(async (damage: unknown) => {
            // It would be taken for the same list when that comes again.
            if (hasCode(damage, 'data_loss')) await store.delete(kept.info.digest);
            throw error;
          });
          const found = parseManifest(mediaTypes.ociIndex, bytes).references();
          const wanted = found.filter((each) => artifactType === undefined || each.artifactType === artifactType);
          const cache = { hit: true, stored: true, detail: 'stale-list' };
          return { ...(await listOf(subject, wanted)), source, cache, storedAt: kept.seenAt };
        }
      },
      signal,
    );
  }

  /** The new list takes the place of the older ones. What fails is warned of. */
  async #keep(subject: string, { digest, bytes }: List): Promise<Pick<PulledManifest, 'cache' | 'storedAt'>> {
    const { store, log, now } = this.#with;
    const key = labelOf(subject);
    const storedAt = now();
    const labels = { [key]: storedAt.toISOString() };
    try {
      const ingest = await BlobIngest.open(this.#with, digest, bytes.length);
      await ingest.write(bytes);
      await ingest.commit(labels);
      if (ingest.failure) throw ingest.failure;
      await store.update({ digest, labels }, `labels.${key}`);
      for (const { info } of await listsOf(store, subject)) {
        if (info.digest === digest) continue;
        const left = await store.update({ digest: info.digest, labels: {} }, `labels.${key}`);
        if (Object.keys(left.labels).length === 0) await store.delete(info.digest);
      }
      return { cache: { hit: false, stored: true }, storedAt };
    } catch (error) {
      log.warn('Error persisting referrers', { subject, error });
      return { cache: { hit: false, stored: false, detail: asAppError(error).reason ?? 'not-stored' } };
    }
  }
}

function labelOf(subject: string): string {
  return `ociscope/referrers.${subject}`;
}

/** The stored lists of a subject, newest first. */
async function listsOf(
  store: ContentStore,
  subject: string,
): Promise<readonly { readonly info: Info; readonly seenAt: Date }[]> {
  const found: { readonly info: Info; readonly seenAt: Date }[] = [];
  await store.walk((info) => {
    const seen = info.labels[labelOf(subject)];
    if (seen !== undefined) found.push({ info, seenAt: new Date(seen) });
  });
  return found.sort((a, b) => Number(b.seenAt) - Number(a.seenAt));
}

/**
 * An index of what a list of referrers has of each (distribution-spec v1.1). It names whose it is, so that no two subjects
 * share one: a list goes when a newer one comes. Sizes are written as they stand, beyond 2^53 too.
 */
async function listOf(subject: string, descriptors: readonly Descriptor[]): Promise<List> {
  const manifests = descriptors.map(({ mediaType, digest, size, artifactType, annotations }) => {
    const text = JSON.stringify({ mediaType, digest, artifactType, annotations });
    return size === undefined ? text : `{"size":${size},${text.slice(1)}`;
  });
  const { ociIndex: mediaType } = mediaTypes;
  const head = JSON.stringify({ schemaVersion: 2, mediaType, annotations: { 'ociscope.referrers': subject } });
  const bytes = new TextEncoder().encode(`${head.slice(0, -1)},"manifests":[${manifests.join()}]}`);
  return { bytes, digest: await digestBytes('sha256', bytes), mediaType };
}
