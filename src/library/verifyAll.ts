import type { ContentStore, Info } from '../content/index.ts';
import { listSources, quarantine } from '../content/index.ts';
import { asAppError, hasCode } from '../errors/index.ts';
import { createDigester, type Digest, digestAlgorithm, type Repository } from '../oci/index.ts';

export interface VerifyOptions {
  readonly store: ContentStore;
  /** Downloads content again from a known source, and stores it. */
  readonly repair: (info: Info, repository: Repository, signal?: AbortSignal) => Promise<void>;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Limits verification to these digests. */
  readonly only?: ReadonlySet<Digest>;
}

/** Progress so far, and the result for corrupt content. */
export interface Verified {
  readonly state: 'read' | 'healed' | 'corrupt' | 'done';
  readonly digest?: Digest;
  readonly count: number;
  readonly bytes: number;
  readonly total: { readonly count: number; readonly bytes: number };
  readonly why?: string;
}

const readBytes = 2 ** 20;

/**
 * Hashes all content, piece by piece, each in its own algorithm. Quarantines corrupt content, then downloads it again if a
 * known source has it. One step per piece, and one for each corrupt content. Holds one piece.
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
      yield { state: 'read', count, bytes, total };
    }
    bytes = before + info.size;
    if (step.value) {
      await store.markVerified(info.digest, options.now());
      continue;
    }
    yield { ...(await settle(options, info)), digest: info.digest, count: count + 1, bytes, total };
  }
  yield { state: 'done', count: total.count, bytes, total };
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
): Promise<Pick<Verified, 'state' | 'why'>> {
  await quarantine(store, info.digest, now());
  let why = 'where it came from is not known';
  for (const source of listSources(info.labels)) {
    try {
      await repair(info, source, signal);
      return { state: 'healed' };
    } catch (error) {
      signal?.throwIfAborted();
      why = `${source.host}/${source.name}: ${asAppError(error).message}`;
    }
  }
  return { state: 'corrupt', why };
}
