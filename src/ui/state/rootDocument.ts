import type { Fetched, Target } from '../../client/index.ts';
import { isDigest } from '../../oci/index.ts';
import { type Root, rootDescriptor } from '../tree/nodes.ts';
import type { AsyncValue } from '../tree/tree.ts';
import { blobQuery, type ManifestDocument, manifestQuery, type RootDocument } from './documents.ts';
import type { Environment } from './environment.ts';
import { addPendingQuery, type PendingQuery, readCache } from './pendingQueries.ts';

/**
 * Reads the document that a link points to from the cache, and adds missing ones to `pending`. It is a manifest; if no manifest
 * has that digest, or it does not parse, the blob itself. A failure is that of the manifest.
 */
export function readRoot(
  environment: Environment,
  { where, asked }: Target,
  pending: Map<string, PendingQuery>,
): AsyncValue<RootDocument> {
  const query = manifestQuery(environment, where, asked);
  addPendingQuery(pending, environment, query);
  const manifest = readCache<ManifestDocument>(environment, query.queryKey) ?? { state: 'waiting' };
  if (manifest.state !== 'failed') return manifest;
  const { reason, code, detail } = manifest.error;
  const isRefused = reason === 'invalid_manifest';
  const digest = isRefused && typeof detail?.digest === 'string' ? detail.digest : asked;
  if (!isDigest(digest) || !(isRefused || code === 'not_found' || detail?.tried)) return manifest;
  const blob = blobQuery(environment, where, digest);
  addPendingQuery(pending, environment, blob);
  const found = readCache<Fetched>(environment, blob.queryKey) ?? { state: 'waiting' };
  if (found.state === 'failed') return manifest;
  if (found.state === 'waiting') return found;
  const refusal = isRefused ? manifest.error : undefined;
  return { state: 'ready', value: { fetched: found.value, manifest: undefined, refusal } };
}

/** Returns the root of the tree for a document. */
export function rootOf({ fetched, manifest }: RootDocument): Root {
  const descriptor = rootDescriptor(fetched);
  return manifest ? { descriptor, manifest } : { descriptor, manifest, bytes: fetched.bytes };
}
