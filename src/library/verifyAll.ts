import type { ContentStore, Info } from '../content/index.ts';
import { listSources, quarantine } from '../content/index.ts';
import { asAppError, hasCode } from '../errors/index.ts';
import {
  type Amount,
  createDigester,
  type Digest,
  digestAlgorithm,
  type Progress,
  type Repository,
} from '../oci/index.ts';

export interface VerifyOptions {
  readonly store: ContentStore;
  /** Downloads content again from a known source, and stores it. */
  readonly repair: (info: Info, repository: Repository, signal?: AbortSignal) => Promise<void>;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Limits verification to these digests. */
  readonly only?: ReadonlySet<Digest>;
}

/** A step of a verification: the progress so far, and the corrupt content that was found since the step before. */
export interface Verified {
  readonly progress: Progress<Amount>;
  readonly corrupt?: {
    readonly digest: Digest;
    /** `healed`: downloaded again. */
    readonly state: 'healed' | 'corrupt';
    /** Reason why it was not repaired. */
    readonly why?: string;
  };
}

const readBytes = 2 ** 20;

/**
 * Hashes all content, piece by piece, each in its own algorithm. Quarantines corrupt content, then downloads it again if a
 * known source has it. One step per piece, one for each corrupt content, and a complete one at the end. Holds one piece.
 * @throws AppError any error of the store except corruption; the signal's reason
 */
export async function* verifyAll(options: VerifyOptions): AsyncGenerator<Verified> {
  const { store, signal, only } = options;
  const infos: Info[] = [];
  await store.walk((info) => {
    if (!only || only.has(info.digest)) infos.push(info);
  });
  const total = { count: infos.length, bytes: infos.reduce((sum, { size }) => sum + size, 0) };
  let bytes = 0;
  for (const [count, info] of infos.entries()) {
    const before = bytes;
    const reading = hashOf(store, info, signal);
    let step = await reading.next();
    for (; !step.done; step = await reading.next()) {
      bytes = Math.min(before + step.value, before + info.size);
      yield { progress: { done: { count, bytes }, total } };
    }
    bytes = before + info.size;
    if (step.value) {
      await store.markVerified(info.digest, options.now());
      continue;
    }
    const corrupt = await settle(options, info);
    yield { progress: { done: { count: count + 1, bytes }, total }, corrupt };
  }
  yield { progress: { done: { count: total.count, bytes }, total } };
}

/** Yields the progress; returns whether the content matches its digest, or was deleted meanwhile. */
async function* hashOf(
  store: ContentStore,
  { digest }: Info,
  signal: AbortSignal | undefined,
): AsyncGenerator<number, boolean> {
  try {
    const reader = await store.readerAt({ digest });
    try {
      const digester = await createDigester(digestAlgorithm(digest));
      for (let at = 0; at < reader.size; at += readBytes) {
        signal?.throwIfAborted();
        digester.update(await reader.readAt(at, readBytes));
        yield at + readBytes;
      }
      return digester.digest() === digest;
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (hasCode(error, 'data_loss')) return false;
    if (hasCode(error, 'not_found')) return true;
    throw error;
  }
}

async function settle(
  { store, repair, now, signal }: VerifyOptions,
  info: Info,
): Promise<NonNullable<Verified['corrupt']>> {
  const { digest } = info;
  await quarantine(store, digest, now());
  let why = 'where it came from is not known';
  for (const source of listSources(info.labels)) {
    try {
      await repair(info, source, signal);
      return { digest, state: 'healed' };
    } catch (error) {
      signal?.throwIfAborted();
      why = `${source.host}/${source.name}: ${asAppError(error).message}`;
    }
  }
  return { digest, state: 'corrupt', why };
}
