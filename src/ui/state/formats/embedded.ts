// A file of its own, since hashing is loaded only where something is embedded.
import type { Fetched } from '../../../client/index.ts';
import { asMediaType, type Descriptor, isDigest, provenData } from '../../../oci/index.ts';

export { proveEmbedded } from '../../../oci/index.ts';

/** What a descriptor carries, as if it had been fetched; undefined where that is not what its digest names. */
export function readEmbedded(descriptor: Descriptor): Fetched | undefined {
  const { digest } = descriptor;
  const bytes = provenData(descriptor);
  if (!bytes || !isDigest(digest)) return undefined;
  const cache = { hit: false, stored: false, detail: 'embedded' };
  return { bytes, digest, mediaType: asMediaType('application/octet-stream'), cache };
}
