import type { Manifest } from './manifest.ts';
import { parsePlainManifest } from './plainManifest.ts';
import { parseSchema1Signed } from './schema1.ts';

/**
 * Reads bytes as the manifest that a Content-Type says they are, as strictly as distribution's `UnmarshalManifest`
 * (v2.8.3): types and integer literals are checked, `mediaType` must agree, values of `schemaVersion` and digests are
 * not looked at. Types without a parser, '' and every name of schema1 are read as signed schema1, whose payload has to
 * be the document without its signatures (stricter than Go). Beyond that the deprecated OCI artifact manifest is read as
 * what it is. The bytes are kept, not copied.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax, type, ambiguous, mediaType or
 * signature; the message is Go's
 */
export function parseManifest(mediaType: string, bytes: Uint8Array): Manifest {
  return parsePlainManifest(mediaType, bytes) ?? parseSchema1Signed(bytes);
}

/** The bytes that a registry's digest of the manifest is taken of: the payload of signed schema1, else all of them. */
export function digestedBytes(manifest: Manifest): Uint8Array {
  return manifest.kind === 'schema1' ? manifest.canonicalBytes : manifest.payload().bytes;
}
