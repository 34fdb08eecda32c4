import { addSource } from '../content/index.ts';
import { AppError } from '../errors/index.ts';
import { digestAlgorithm, digestBytes, type Repository } from '../oci/index.ts';
import { type RemoteBlob, readBeginning } from '../registry/index.ts';
import { isSame } from './downloadFollower.ts';
import type { PullDependencies } from './manifests.ts';
import type { PulledBlob } from './pulled.ts';
import { assertSame } from './readManifest.ts';

/**
 * Requests small content that other repositories sent as if it were not stored, so that this registry cannot learn that it
 * is (docs/decisions/what-a-registry-learns.md). If the registry does not send it, the stored content of the digest is
 * returned. Large content, and content that this repository sent before, is returned without a request.
 * @throws the signal's reason
 */
export async function confirmStored(
  { once, store, log }: PullDependencies,
  ask: (signal: AbortSignal) => Promise<RemoteBlob | Uint8Array>,
  repository: Repository,
  stored: PulledBlob,
  signal?: AbortSignal,
): Promise<PulledBlob> {
  const { digest, body, source } = stored;
  if (!(body instanceof Uint8Array) || (source && isSame(source, repository))) return stored;
  const confirm = async (flight: AbortSignal) => {
    const remote = await ask(flight);
    const bytes = remote instanceof Uint8Array ? remote : await readBeginning(remote.body, body.length);
    if (!(bytes instanceof Uint8Array)) {
      await bytes.cancel();
      throw new AppError('data_loss', `"${digest}" has ${body.length} bytes, and the registry sent more`, {
        reason: 'digest_mismatch',
      });
    }
    assertSame(digest, await digestBytes(digestAlgorithm(digest), bytes), bytes);
    await addSource({ store, log }, await store.info(digest), repository);
  };
  try {
    await once.run(`confirm ${repository.host}/${repository.name}@${digest}`, confirm, signal);
    return { ...stored, source: repository, cache: { hit: false, stored: true } };
  } catch (error) {
    signal?.throwIfAborted();
    log.debug?.('Stored content was not sent by this repository', { digest, error });
    return stored;
  }
}
