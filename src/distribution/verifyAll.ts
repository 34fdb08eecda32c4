import type { ContentStore, Info } from '../content/index.ts';
import { quarantine } from '../content/index.ts';
import { asAppError, hasCode } from '../errors/index.ts';
import { createDigester, type Digest, digestAlgorithm } from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';
import { listSources } from './sourceLabel.ts';

export interface VerifyOptions {
  readonly store: ContentStore;
  /** Fetches content anew from a repository that it is known to be of, and stores it. */
  readonly heal: (info: Info, repository: Repository, signal?: AbortSignal) => Promise<void>;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Of all content these alone. */
  readonly only?: ReadonlySet<Digest>;
}

/** What was read so far, and what came of content that is damaged. */
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
 * Hashes all content anew, piece by piece, each in its own algorithm. What is damaged is set aside, then fetched anew where a
 * repository that it is known to be of has it. One step a piece, and one for each that is damaged. Holds one piece.
 *
 * @throws AppError whatever the store throws but for damage; the signal's reason
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

/** Gives how far it is; in the end whether the content is what its digest says, or gone meanwhile. */
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
  { store, heal, now, signal }: VerifyOptions,
  info: Info,
): Promise<Pick<Verified, 'state' | 'why'>> {
  await quarantine(store, info.digest, now());
  let why = 'where it came from is not known';
  for (const source of listSources(info.labels)) {
    try {
      await heal(info, source, signal);
      return { state: 'healed' };
    } catch (error) {
      signal?.throwIfAborted();
      why = `${source.host}/${source.name}: ${asAppError(error).message}`;
    }
  }
  return { state: 'corrupt', why };
}
