import { type ContentStore, readVerified } from '../content/index.ts';
import { AppError, asAppError, hasCode } from '../errors/index.ts';
import { type Digest, maxManifestBytes } from '../oci/index.ts';

/**
 * Returns the result of `pull`. If the registry is unavailable and the stored copy is corrupt, throws the corruption error:
 * the content was stored before, so a connection error would not explain why it does not open. Costs one read of the store,
 * in that case only.
 * @throws AppError data_loss (reason corrupt), else the error of `pull`
 */
export async function preferCorruptionError<T>(
  store: ContentStore,
  digest: Digest,
  pull: () => Promise<T>,
): Promise<T> {
  try {
    return await pull();
  } catch (error) {
    const failure = hasCode(error, 'unavailable') ? await damageOf(store, digest) : undefined;
    if (!failure) throw error;
    const { code, message, reason = 'corrupt', detail } = failure;
    const why = `${message}, and cannot be fetched again: ${asAppError(error).message}`;
    throw new AppError(code, why, { reason, ...(detail ? { detail } : {}), cause: error });
  }
}

async function damageOf(store: ContentStore, digest: Digest): Promise<AppError | undefined> {
  try {
    await readVerified(store, digest, { limitBytes: maxManifestBytes });
    return undefined;
  } catch (error) {
    return hasCode(error, 'data_loss') ? asAppError(error) : undefined;
  }
}
