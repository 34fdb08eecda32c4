import { type Digest, isDigest, type Manifest } from '../oci/index.ts';

/** More than any index there is; a hostile one of 4 MiB has fifty thousand, each of which is a write. */
const mostReferences = 10_000;

/**
 * The digests that a manifest points to, for the content store to find its parents by: subject, config, layers, entries or
 * blobs, each once. What is no digest is left out.
 */
export function referencesOf(manifest: Manifest): readonly Digest[] {
  const stated = [manifest.subject, ...manifest.references()].map((descriptor) => descriptor?.digest ?? '');
  return [...new Set(stated.filter(isDigest))].slice(0, mostReferences);
}
