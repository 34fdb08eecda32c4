import type { Manifest } from './manifest.ts';
import { parsePlainManifest } from './plainManifest.ts';
import { parseSchema1Signed } from './schema1.ts';

/**
 * Parses bytes as the manifest type that a Content-Type states, as strictly as distribution's `UnmarshalManifest` (v2.8.3):
 * checks types and integer literals and that `mediaType` agrees, but not the values of `schemaVersion` and digests. Types
 * without a parser, '' and every name of schema1 are parsed as signed schema1, whose payload must be the document without its
 * signatures (stricter than Go). The deprecated OCI artifact manifest has a parser too. References the bytes without copying.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax, type, ambiguous, mediaType or
 * signature; except for type, the message is Go's
 */
export function parseManifest(mediaType: string, bytes: Uint8Array): Manifest {
  return parsePlainManifest(mediaType, bytes) ?? parseSchema1Signed(bytes);
}

/** Returns the bytes that the manifest's registry digest hashes: the payload of signed schema1, else the document. */
export function digestedBytes(manifest: Manifest): Uint8Array {
  return manifest.kind === 'schema1' ? manifest.canonicalBytes : manifest.payload().bytes;
}
