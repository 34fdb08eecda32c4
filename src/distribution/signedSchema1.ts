import { type ContentStore, type Info, readVerified } from '../content/index.ts';
import { AppError, hasCode } from '../errors/index.ts';
import {
  type Digest,
  digestBytes,
  isDigest,
  type Manifest,
  mediaTypes,
  parseDigest,
  parseManifest,
} from '../oci/index.ts';
import { assertDigest } from './readManifest.ts';

/**
 * A signed schema1 manifest is named by the digest of its JWS payload (SEMANTICS §5.4), which a content store cannot
 * commit its bytes under. So both are kept, each under its own digest: the payload, with this label that names the
 * signed document, and the document. Every blob in the store hashes to its name.
 */
const signedLabel = 'ociscope/schema1.signed';
const limitBytes = 4 * 1024 * 1024;

/** The signed document that the labels of a payload name. */
export function signedOf(labels: Info['labels']): Digest | undefined {
  const signed = labels[signedLabel];
  return signed !== undefined && isDigest(signed) ? signed : undefined;
}

/** What to commit under the manifest's digest, and its labels; stores the signed document beside it first. */
export async function keepSigned(
  local: ContentStore,
  manifest: Manifest,
  digest: Digest,
  labels: Readonly<Record<string, string>>,
): Promise<{ readonly bytes: Uint8Array; readonly labels: Readonly<Record<string, string>> }> {
  const { bytes } = manifest.payload();
  if (manifest.kind !== 'schema1' || !manifest.signed) return { bytes, labels };
  const signed = await digestBytes('sha256', bytes);
  await storeSigned(local, `manifest-signed-${digest}`, bytes, signed, labels);
  return { bytes: manifest.canonicalBytes, labels: { ...labels, [signedLabel]: signed } };
}

/**
 * The signed document of a payload, where this is one, proven to have that payload.
 *
 * @throws AppError data_loss where it is gone, or is not what the label or the payload's digest says
 */
export async function readSigned(
  local: ContentStore,
  { digest, labels }: Info,
  options: { readonly signal?: AbortSignal },
): Promise<Manifest | undefined> {
  const signed = labels[signedLabel];
  if (signed === undefined) return undefined;
  try {
    const bytes = await readVerified(local, parseDigest(signed), { ...options, limitBytes });
    const manifest = parseManifest(mediaTypes.dockerSchema1Signed, bytes);
    await assertDigest(manifest, digest);
    return manifest;
  } catch (error) {
    if (!hasCode(error, 'not_found') && !hasCode(error, 'invalid_argument')) throw error;
    throw new AppError('data_loss', `signed document of "${digest}" is not what was stored`, {
      reason: 'corrupt',
      cause: error,
    });
  }
}

/** Removes the signed document that the labels of a payload name; it may be gone already. */
export async function deleteSigned(local: ContentStore, labels: Info['labels']): Promise<void> {
  const signed = signedOf(labels);
  if (signed === undefined) return;
  try {
    await local.delete(signed);
  } catch (error) {
    if (!hasCode(error, 'not_found')) throw error;
  }
}

/** Registries sign anew at each read, so what an earlier try left is of another document: it is never gone on with. */
async function storeSigned(
  local: ContentStore,
  ref: string,
  bytes: Uint8Array,
  signed: Digest,
  labels: Info['labels'],
): Promise<void> {
  try {
    const writer = await local.writer(ref, { digest: signed, size: BigInt(bytes.length) });
    try {
      if ((await writer.status()).offset > 0) await writer.truncate(0);
      await writer.write(bytes);
      await writer.commit(bytes.length, signed, labels);
    } catch (error) {
      if (!hasCode(error, 'already_exists')) await local.abort(ref);
      throw error;
    } finally {
      await writer.close();
    }
  } catch (error) {
    if (!hasCode(error, 'already_exists')) throw error;
  }
}
