import { type Info, readVerified, referencesOf } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { type Descriptor, type Digest, digestBytes, isDigest, mediaTypes, parseManifest } from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import { downloadBlob } from './blobIngest.ts';
import type { PullDependencies } from './manifests.ts';
import type { PulledManifest } from './pulled.ts';
import { parseTime } from './tags.ts';

/** A registry's lists are of 8 MiB, beside the annotations of three manifests of 4 MiB. */
const limitBytes = 32 * 1024 * 1024;

type List = Pick<PulledManifest, 'bytes' | 'digest' | 'mediaType'>;

/** What was last heard of a subject's referrers: when, and the digest of the list where it has any. */
interface Heard {
  readonly at: Date;
  readonly list: Digest | undefined;
}

interface Kept {
  readonly found: readonly Descriptor[];
  readonly seenAt: Date;
}

const listLabel = 'ociscope/referrers';

/**
 * Lists referrers of the registry, and keeps the newest list of each subject. The label `ociscope/referrers.<host>/<name>`
 * of the subject's content is when it was had, and the digest of the list, an OCI index that is content of its own and has
 * the label `ociscope/referrers`; a subject without referrers has no list.
 */
export class ReferrersPuller {
  readonly #with: PullDependencies;

  constructor(dependencies: PullDependencies) {
    this.#with = dependencies;
  }

  /** Once for all who ask the same at a time. */
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
          return { ...list, source, ...(await this.#keep(source, digest, found.length > 0 ? list : undefined)) };
        } catch (error) {
          const kept = hasCode(error, 'unavailable') ? await this.#kept(source, digest) : undefined;
          if (!kept) throw error;
          const wanted = kept.found.filter((each) => artifactType === undefined || each.artifactType === artifactType);
          const cache = { hit: true, stored: true, detail: 'stale-list' };
          return { ...(await listOf(subject, wanted)), source, cache, storedAt: kept.seenAt };
        }
      },
      signal,
    );
  }

  /** The list that was last had, with no request. @throws AppError not_found */
  async stored(source: Repository, digest: Digest): Promise<PulledManifest> {
    const subject = subjectOf(source, digest);
    const kept = await this.#kept(source, digest);
    if (!kept) throw new AppError('not_found', `referrers of "${subject}" are not stored`, { reason: 'not_found' });
    const cache = { hit: true, stored: true };
    return { ...(await listOf(subject, kept.found)), source, cache, storedAt: kept.seenAt };
  }

  /** Undefined where none was kept, or what was is damaged and gone now. */
  async #kept(source: Repository, digest: Digest): Promise<Kept | undefined> {
    const { store } = this.#with;
    const heard = await this.#heard(source, digest);
    if (!heard?.list) return heard && { found: [], seenAt: heard.at };
    try {
      const bytes = await readVerified(store, heard.list, { limitBytes });
      return { found: parseManifest(mediaTypes.ociIndex, bytes).references(), seenAt: heard.at };
    } catch (error) {
      // It would be taken for the same list when that comes again.
      if (hasCode(error, 'data_loss')) await store.delete(heard.list);
      else if (!hasCode(error, 'not_found')) throw error;
      return undefined;
    }
  }

  async #heard(source: Repository, digest: Digest): Promise<Heard | undefined> {
    try {
      return heardIn(await this.#with.store.info(digest), source);
    } catch (error) {
      if (hasCode(error, 'not_found')) return undefined;
      throw error;
    }
  }

  /** The new list takes the place of the older one. What fails is warned of. */
  async #keep(
    source: Repository,
    subject: Digest,
    list: List | undefined,
  ): Promise<Pick<PulledManifest, 'cache' | 'storedAt'>> {
    const { store, log, now } = this.#with;
    const key = labelOf(source);
    const storedAt = now();
    try {
      // What is not stored itself has no place for what was heard of it.
      const before = heardIn(await store.info(subject), source);
      if (list) await this.#store(list);
      const heard = [storedAt.toISOString(), ...(list ? [list.digest] : [])].join(' ');
      await store.update({ digest: subject, labels: { [key]: heard } }, `labels.${key}`);
      if (before?.list && before.list !== list?.digest) await this.#drop(before.list);
      return { cache: { hit: false, stored: true }, storedAt };
    } catch (error) {
      log.warn('Error persisting referrers', { subject: subjectOf(source, subject), error });
      return { cache: { hit: false, stored: false, detail: asAppError(error).reason ?? 'not-stored' } };
    }
  }

  async #store({ digest, bytes }: List): Promise<void> {
    const failure = await downloadBlob(this.#with, digest, bytes, { [listLabel]: 'list' });
    if (failure) throw failure;
    await this.#with.store.link(digest, referencesOf(parseManifest(mediaTypes.ociIndex, bytes)));
  }

  /** What has another label is used for something else too. */
  async #drop(list: Digest): Promise<void> {
    const { store } = this.#with;
    const left = await store.update({ digest: list, labels: {} }, `labels.${listLabel}`);
    if (Object.keys(left.labels).length === 0) await store.delete(list);
  }
}

function heardIn({ labels }: Info, source: Repository): Heard | undefined {
  const [text = '', list] = (labels[labelOf(source)] ?? '').split(' ');
  const at = parseTime(text);
  return at && { at, list: list && isDigest(list) ? list : undefined };
}

function labelOf({ host, name }: Repository): string {
  return `${listLabel}.${host}/${name}`;
}

/** The lists of referrers that the labels of a subject name: of one repository, or of all. */
export function listsOf(labels: Info['labels'], repository?: Repository): readonly Digest[] {
  return Object.entries(labels)
    .filter(([key]) => (repository ? key === labelOf(repository) : key.startsWith(`${listLabel}.`)))
    .map(([, heard]) => heard.split(' ')[1] ?? '')
    .filter(isDigest);
}

/** Whether content is such a list: made here, and no document of a registry. */
export function isReferrersList({ labels }: Pick<Info, 'labels'>): boolean {
  return labels[listLabel] !== undefined;
}

function subjectOf({ host, name }: Repository, digest: Digest): string {
  return `${host}/${name}@${digest}`;
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
