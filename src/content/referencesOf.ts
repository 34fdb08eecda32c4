import { type Digest, isDigest, type Manifest } from '../oci/index.ts';
import type { References } from './contract.ts';

/**
 * The digests that a manifest points to, for the content store to find its parents by: config, layers, entries or blobs, each
 * once, and the subject. What is no digest is left out.
 */
export function referencesOf(manifest: Manifest): References {
  const stated = manifest.references().map(({ digest }) => digest);
  const children: Digest[] = [...new Set(stated.filter(isDigest))];
  const subject = manifest.subject?.digest;
  return subject !== undefined && isDigest(subject) ? { children, subject } : { children };
}
