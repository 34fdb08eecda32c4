// A file of its own, so that hashing is loaded only if a descriptor has embedded data.
import type { Fetched } from '../../../client/index.ts';
import { asMediaType, type Descriptor, isDigest, provenData } from '../../../oci/index.ts';

export { proveEmbedded } from '../../../oci/index.ts';

/** Returns the `data` of a descriptor as if it had been fetched; undefined if it does not match the digest. */
export function readEmbedded(descriptor: Descriptor): Fetched | undefined {
  const { digest } = descriptor;
  const bytes = provenData(descriptor);
  if (!bytes || !isDigest(digest)) return undefined;
  const cache = { hit: false, stored: false, detail: 'embedded' };
  return { bytes, digest, mediaType: asMediaType('application/octet-stream'), cache };
}
