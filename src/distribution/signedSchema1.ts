import { type ContentStore, type Info, readVerified, writeBlob } from '../content/index.ts';
import { type Digest, digestBytes, type Manifest, mediaTypes, parseDigest, parseManifest } from '../oci/index.ts';

/**
 * A signed schema1 manifest is named by the digest of its JWS payload (SEMANTICS §5.4), which a content store cannot
 * commit its bytes under. So both are kept, each under its own digest: the payload, with this label that names the
 * signed document, and the document. Every blob in the store hashes to its name.
 */
const signedLabel = 'ociscope/schema1.signed';
const limitBytes = 4 * 1024 * 1024;

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
  await writeBlob(
    local,
    `manifest-signed-${digest}`,
    bytes,
    { digest: signed, size: BigInt(bytes.length) },
    { labels },
  );
  return { bytes: manifest.canonicalBytes, labels: { ...labels, [signedLabel]: signed } };
}

/** The signed document of a payload, where this is one. */
export async function readSigned(
  local: ContentStore,
  { labels }: Info,
  options: { readonly signal?: AbortSignal },
): Promise<Manifest | undefined> {
  const signed = labels[signedLabel];
  if (signed === undefined) return undefined;
  const bytes = await readVerified(local, parseDigest(signed), { ...options, limitBytes });
  return parseManifest(mediaTypes.dockerSchema1Signed, bytes);
}
