import type { ContentStore } from '../content/index.ts';
import { AppError, asAppError, hasCode, type Reason } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import { listSources } from './sourceLabel.ts';

/** Each is asked after the other, so that the last one is asked after all before it have failed. */
const maxSources = 8;
/** Of one digest, newest first: an image that is built each day has one repository. */
const maxParents = 50;
/** Parents whose own parents are looked for: an index lists few images that have no source. */
const maxAncestors = 8;

/**
 * Where content of a digest may be had, stored or not: the repositories it is known to be of, then those of the manifests
 * stored here that refer to it, newest first, then those of what refers to these. Each once, at most 8. Costs one look-up,
 * and 8 more where that names too few; no registry is asked.
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

/** A repository that was asked in vain, as `detail.tried` of the error lists them in the order of asking. */
interface Tried {
  readonly source: Repository;
  readonly failure: AppError;
}

/**
 * Content of which nothing is known but its digest: what `ask` gives of the store alone; where that lacks it or has it
 * damaged, of each known source in turn, the first that has it. One that fails does not stop the others.
 *
 * @throws AppError what the store said, where all lack it, or it has a damaged copy; else the most useful of what the
 * sources said. Each with `detail.tried`: `{host, name, reason}` of each that was asked.
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
      // What is proven and no manifest is none elsewhere either.
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

/** First what a person can do something about at once. */
const useful: readonly (Reason | undefined)[] = ['unauthenticated', 'local_network', 'denied'];

function usefulness({ code, reason }: AppError): number {
  if (code === 'not_found') return useful.length + 1;
  const place = useful.indexOf(reason);
  return place < 0 ? useful.length : place;
}
