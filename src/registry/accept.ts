import { type MediaType, mediaTypes } from '../oci/index.ts';

/**
 * What is asked for, one request after the other until one is found. Each header is at most 128 bytes, so that the
 * browser sends no preflight (fetch, CORS-safelisted request-header).
 */
export const acceptByDigest: readonly string[] = [
  `${mediaTypes.ociIndex}, ${mediaTypes.ociManifest}`,
  `${mediaTypes.dockerManifestList}, ${mediaTypes.dockerManifest}`,
  mediaTypes.dockerSchema1Signed,
];

/** By tag registries convert to what is asked for, so all types go at once, at the cost of a preflight. */
export const acceptByTag: string = [
  mediaTypes.ociIndex,
  mediaTypes.ociManifest,
  mediaTypes.dockerManifestList,
  mediaTypes.dockerManifest,
  mediaTypes.dockerSchema1Signed,
  mediaTypes.dockerSchema1,
].join(', ');

/** By tag where a host refuses preflights: Docker types first, since what is stored as OCI is then 404, not converted. */
export const acceptByTagWithoutPreflight: readonly string[] = acceptByDigest.slice(0, 2).reverse();

/** A known type alone, where it is short enough to cost no preflight; else the usual ones. */
export function acceptFor(mediaType: MediaType | undefined): readonly string[] {
  const isSafe = mediaType !== undefined && /^[\w.+/-]{1,128}$/.test(mediaType);
  return isSafe ? [mediaType] : acceptByDigest;
}
