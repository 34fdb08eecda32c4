import type { ContentStore } from '../content/index.ts';
import { listSources } from '../content/index.ts';
import { AppError, asAppError, hasCode, type Reason } from '../errors/index.ts';
import type { Digest, Repository } from '../oci/index.ts';

/** Sources are asked one after the other, so the last one is asked after all others have failed. */
const maxSources = 8;
/** Newest parents to inspect per digest. */
const maxParents = 50;
/** Parents whose own parents are looked up: an index lists few images without a source. */
const maxAncestors = 8;

/**
 * Returns repositories that may have a digest, stored or not: its known sources, then those of the stored manifests that
 * refer to it, newest first, then those of their referrers. Each once, up to 8. Costs one lookup, and 8 more if that names
 * too few; no registry is asked.
 */
export async function knownSources(store: ContentStore, digest: Digest): Promise<readonly Repository[]> {
  const found = new Map<string, Repository>();
  const add = (labels: Readonly<Record<string, string>>) => {
    for (const source of listSources(labels)) {
      const name = `${source.host}/${source.name}`;
      if (found.size < maxSources && !found.has(name)) found.set(name, source);
    }
  };
  add(await ownLabels(store, digest));
  const { infos: parents } = await store.referredBy(digest, maxParents);
  for (const { labels } of parents) add(labels);
  for (const parent of parents.slice(0, maxAncestors)) {
    if (found.size >= maxSources) break;
    for (const { labels } of (await store.referredBy(parent.digest, maxParents)).infos) add(labels);
  }
  return [...found.values()];
}

/** A repository that did not have the content, as listed in the error's `detail.tried`, in the order of requests. */
interface Tried {
  readonly source: Repository;
  readonly failure: AppError;
}

/**
 * Gets content by digest alone: the result of `ask` for the store; if it is missing or corrupt there, of each known source
 * in turn, until one has it. A failing source does not stop the others.
 * @throws AppError the store's error if all lack it, or if the stored copy is corrupt; else the most useful error of the
 * sources. Each with `detail.tried`: `{host, name, reason}` of each that was asked
 */
export async function fromSources<Content>(
  store: ContentStore,
  digest: Digest,
  ask: (source: Repository | undefined) => Promise<Content>,
  signal?: AbortSignal,
): Promise<Content> {
  let local: unknown;
  try {
    return await ask(undefined);
  } catch (error) {
    if (!hasCode(error, 'not_found') && !hasCode(error, 'data_loss')) throw error;
    local = error;
  }
  const tried: Tried[] = [];
  for (const source of await knownSources(store, digest)) {
    try {
      return await ask(source);
    } catch (error) {
      const failure = asAppError(error);
      // Verified content that is not a manifest is not one elsewhere either.
      if (signal?.aborted || failure.code === 'cancelled' || failure.reason === 'invalid_manifest') throw error;
      tried.push({ source, failure });
    }
  }
  throw inVain(asAppError(local), tried);
}

async function ownLabels(store: ContentStore, digest: Digest): Promise<Readonly<Record<string, string>>> {
  try {
    return (await store.info(digest)).labels;
  } catch (error) {
    if (hasCode(error, 'not_found')) return {};
    throw error;
  }
}

function inVain(local: AppError, tried: readonly Tried[]): AppError {
  const said = tried.map(({ failure }) => failure).sort((one, other) => usefulness(one) - usefulness(other))[0];
  const error = local.code === 'data_loss' || !said || said.code === 'not_found' ? local : said;
  const reasons = tried.map(({ source: { host, name }, failure }) => ({
    host,
    name,
    reason: failure.reason ?? 'internal',
  }));
  return new AppError(error.code, error.message, {
    ...(error.reason ? { reason: error.reason } : {}),
    detail: { ...error.detail, tried: reasons },
    cause: error,
  });
}

/** First the reasons that a person can fix immediately. */
const useful: readonly (Reason | undefined)[] = ['unauthenticated', 'local_network', 'denied'];

function usefulness({ code, reason }: AppError): number {
  if (code === 'not_found') return useful.length + 1;
  const place = useful.indexOf(reason);
  return place < 0 ? useful.length : place;
}
