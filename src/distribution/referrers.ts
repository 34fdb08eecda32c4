import {
  type Info,
  parseTime,
  readVerified,
  referencesOf,
  referrersLabelOf,
  referrersListLabel,
} from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import {
  type Descriptor,
  type Digest,
  digestBytes,
  isDigest,
  mediaTypes,
  parseManifest,
  type Repository,
} from '../oci/index.ts';
import { downloadBlob } from './blobIngest.ts';
import type { PullDependencies } from './manifests.ts';
import type { PulledManifest } from './pulled.ts';

/** A registry's lists are up to 8 MiB, plus the annotations of three manifests of 4 MiB. */
const limitBytes = 32 * 1024 * 1024;

type List = Pick<PulledManifest, 'bytes' | 'digest' | 'mediaType'>;

/** The last known referrers of a subject: the time, and the digest of the list if there are any. */
interface LastSeen {
  readonly at: Date;
  readonly list: Digest | undefined;
}

interface StoredList {
  readonly found: readonly Descriptor[];
  readonly seenAt: Date;
}

/**
 * Lists referrers of the registry, and stores the newest list of each subject. The label `ociscope/referrers.<host>/<name>`
 * of the subject's content has the time of the request and the digest of the list, an OCI index that is content of its own
 * with the label `ociscope/referrers`. A subject without referrers has no list.
 */
export class ReferrersPuller {
  readonly #with: PullDependencies;

  constructor(dependencies: PullDependencies) {
    this.#with = dependencies;
  }

  /** Returns the referrers; concurrent callers share the request. */
  get(source: Repository, digest: Digest, artifactType?: string, signal?: AbortSignal): Promise<PulledManifest> {
    const { registry, once } = this.#with;
    const subject = subjectOf(source, digest);
    return once.run(
      `referrers ${subject} ${artifactType}`,
      async (flight): Promise<PulledManifest> => {
        try {
          const found = await registry.referrers(source, digest, { artifactType, signal: flight });
          const list = await listOf(subject, found);
          if (artifactType !== undefined) return { ...list, source, cache: { hit: false, stored: false } };
          return {
            ...list,
            source,
            ...(await this.#replaceStored(source, digest, found.length > 0 ? list : undefined)),
          };
        } catch (error) {
          const stored = hasCode(error, 'unavailable') ? await this.#readStored(source, digest) : undefined;
          if (!stored) throw error;
          const matching = stored.found.filter(
            (each) => artifactType === undefined || each.artifactType === artifactType,
          );
          const cache = { hit: true, stored: true, detail: 'stale-list' };
          return { ...(await listOf(subject, matching)), source, cache, storedAt: stored.seenAt };
        }
      },
      signal,
    );
  }

  /** Returns the last stored list, without a request. @throws AppError not_found */
  async stored(source: Repository, digest: Digest): Promise<PulledManifest> {
    const subject = subjectOf(source, digest);
    const stored = await this.#readStored(source, digest);
    if (!stored) throw new AppError('not_found', `referrers of "${subject}" are not stored`, { reason: 'not_found' });
    const cache = { hit: true, stored: true };
    return { ...(await listOf(subject, stored.found)), source, cache, storedAt: stored.seenAt };
  }

  /** Returns the stored list; undefined if it is missing, or was corrupt and has been removed. */
  async #readStored(source: Repository, digest: Digest): Promise<StoredList | undefined> {
    const { store } = this.#with;
    const last = await this.#lastSeen(source, digest);
    if (!last?.list) return last && { found: [], seenAt: last.at };
    try {
      const bytes = await readVerified(store, last.list, { limitBytes });
      return { found: parseManifest(mediaTypes.ociIndex, bytes).references(), seenAt: last.at };
    } catch (error) {
      // It would count as stored when the same list is fetched again.
      if (hasCode(error, 'data_loss')) await store.delete(last.list);
      else if (!hasCode(error, 'not_found')) throw error;
      return undefined;
    }
  }

  async #lastSeen(source: Repository, digest: Digest): Promise<LastSeen | undefined> {
    try {
      return lastSeenIn(await this.#with.store.info(digest), source);
    } catch (error) {
      if (hasCode(error, 'not_found')) return undefined;
      throw error;
    }
  }

  /** Replaces the older list. Failures are warnings. */
  async #replaceStored(
    source: Repository,
    subject: Digest,
    list: List | undefined,
  ): Promise<Pick<PulledManifest, 'cache' | 'storedAt'>> {
    const { store, log, now } = this.#with;
    const key = referrersLabelOf(source);
    const storedAt = now();
    try {
      // A subject that is not stored has no labels to record this in.
      const before = lastSeenIn(await store.info(subject), source);
      if (list) await this.#store(list);
      const last = [storedAt.toISOString(), ...(list ? [list.digest] : [])].join(' ');
      await store.update({ digest: subject, labels: { [key]: last } }, `labels.${key}`);
      if (before?.list && before.list !== list?.digest) await this.#drop(before.list);
      return { cache: { hit: false, stored: true }, storedAt };
    } catch (error) {
      log.warn('Error persisting referrers', { subject: subjectOf(source, subject), error });
      return { cache: { hit: false, stored: false, detail: asAppError(error).reason ?? 'not-stored' } };
    }
  }

  async #store({ digest, bytes }: List): Promise<void> {
    const failure = await downloadBlob(this.#with, digest, bytes, { [referrersListLabel]: 'list' });
    if (failure) throw failure;
    await this.#with.store.link(digest, referencesOf(parseManifest(mediaTypes.ociIndex, bytes)));
  }

  /** Content with another label is used for something else too. */
  async #drop(list: Digest): Promise<void> {
    const { store } = this.#with;
    const left = await store.update({ digest: list, labels: {} }, `labels.${referrersListLabel}`);
    if (Object.keys(left.labels).length === 0) await store.delete(list);
  }
}

function lastSeenIn({ labels }: Info, source: Repository): LastSeen | undefined {
  const [text = '', list] = (labels[referrersLabelOf(source)] ?? '').split(' ');
  const at = parseTime(text);
  return at && { at, list: list && isDigest(list) ? list : undefined };
}

function subjectOf({ host, name }: Repository, digest: Digest): string {
  return `${host}/${name}@${digest}`;
}

/**
 * Builds an index of the descriptors in a list of referrers (distribution-spec v1.1). It names its subject, so that no two
 * subjects share one: a list is deleted when a newer one replaces it. Sizes are written as they are, beyond 2^53 too.
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
