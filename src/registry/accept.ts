import { type MediaType, mediaTypes } from '../oci/index.ts';

/**
 * `Accept` headers for a digest, tried in order until one is found. Each is at most 128 bytes, so that the browser sends no
 * preflight (docs/platform.md 4; Fetch standard, CORS-safelisted request-header).
 */
export const acceptByDigest: readonly string[] = [
  `${mediaTypes.ociIndex}, ${mediaTypes.ociManifest}`,
  `${mediaTypes.dockerManifestList}, ${mediaTypes.dockerManifest}`,
  mediaTypes.dockerSchema1Signed,
];

/** `Accept` header for a tag. Registries convert to a requested type, so it has all types, at the cost of a preflight. */
export const acceptByTag: string = [
  mediaTypes.ociIndex,
  mediaTypes.ociManifest,
  mediaTypes.dockerManifestList,
  mediaTypes.dockerManifest,
  mediaTypes.dockerSchema1Signed,
  mediaTypes.dockerSchema1,
].join(', ');

/** `Accept` headers for a tag if a host refuses preflights: Docker types first, since an OCI manifest is then 404, not converted. */
export const acceptByTagWithoutPreflight: readonly string[] = acceptByDigest.slice(0, 2).reverse();

/** Returns a known type alone if it is short enough to cost no preflight; else the usual headers. */
export function acceptFor(mediaType: MediaType | undefined): readonly string[] {
  const isSafe = mediaType !== undefined && /^[\w.+/-]{1,128}$/.test(mediaType);
  return isSafe ? [mediaType] : acceptByDigest;
}
