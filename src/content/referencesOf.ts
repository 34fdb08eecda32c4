import { type Digest, isDigest, type Manifest } from '../oci/index.ts';
import type { References } from './contract.ts';

/**
 * Returns the digests that a manifest points to, by which the content store finds its parents: config, layers, entries or
 * blobs, each once, and the subject. Strings that are not digests are left out.
 */
export function referencesOf(manifest: Manifest): References {
  const stated = manifest.references().map(({ digest }) => digest);
  const children: Digest[] = [...new Set(stated.filter(isDigest))];
  const subject = manifest.subject?.digest;
  return subject !== undefined && isDigest(subject) ? { children, subject } : { children };
}
