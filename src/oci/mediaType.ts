declare const mediaTypeBrand: unique symbol;

/** A media type as a document or a descriptor states it, verbatim: any string, not validated; '' if unknown. */
export type MediaType = string & { readonly [mediaTypeBrand]: true };

/** Marks text as a media type. Accepts every string: unknown media types are values, not errors (image-spec, media-types.md). */
export function asMediaType(text: string): MediaType {
  return text as MediaType;
}

/** The media types that ociscope knows by name (image-spec media-types.md; distribution's manifest packages). */
export const mediaTypes = {
  ociManifest: asMediaType('application/vnd.oci.image.manifest.v1+json'),
  ociIndex: asMediaType('application/vnd.oci.image.index.v1+json'),
  ociConfig: asMediaType('application/vnd.oci.image.config.v1+json'),
  ociArtifactManifest: asMediaType('application/vnd.oci.artifact.manifest.v1+json'),
  ociEmpty: asMediaType('application/vnd.oci.empty.v1+json'),
  dockerManifest: asMediaType('application/vnd.docker.distribution.manifest.v2+json'),
  dockerManifestList: asMediaType('application/vnd.docker.distribution.manifest.list.v2+json'),
  dockerConfig: asMediaType('application/vnd.docker.container.image.v1+json'),
  dockerSchema1: asMediaType('application/vnd.docker.distribution.manifest.v1+json'),
  dockerSchema1Signed: asMediaType('application/vnd.docker.distribution.manifest.v1+prettyjws'),
  dockerSchema1Layer: asMediaType('application/vnd.docker.container.image.rootfs.diff+x-gtar'),
  inToto: asMediaType('application/vnd.in-toto+json'),
} as const;

const configTypes: ReadonlySet<string> = new Set([
  mediaTypes.dockerConfig,
  mediaTypes.ociConfig,
  'application/vnd.containerd.container.criu.checkpoint.criu.tar',
  'application/vnd.containerd.container.checkpoint.config.v1+proto',
]);

const dockerLayerTypes: ReadonlySet<string> = new Set([
  'application/vnd.docker.image.rootfs.diff.tar',
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
  'application/vnd.docker.image.rootfs.diff.tar.zstd',
  'application/vnd.docker.image.rootfs.foreign.diff.tar',
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
]);

/**
 * Returns the type and subtype of a media type, in lower case and without parameters, as RFC 6838 and RFC 2045 compare them.
 * Documents are shown with their media type verbatim; code compares the essence.
 */
export function mediaTypeEssence(mediaType: string): string {
  const semicolon = mediaType.indexOf(';');
  return (semicolon < 0 ? mediaType : mediaType.slice(0, semicolon)).trim().toLowerCase();
}

// The classes below are containerd's (images/mediatypes.go), by essence. Callers that must compare as exactly as containerd and
// moby do (`refKey`, `detectMediaType`) check that first.

/** OCI image manifest or Docker schema2. */
export function isManifestType(mediaType: string): boolean {
  return isOneOf(mediaType, mediaTypes.ociManifest, mediaTypes.dockerManifest);
}

/** OCI index or Docker manifest list. */
export function isIndexType(mediaType: string): boolean {
  return isOneOf(mediaType, mediaTypes.ociIndex, mediaTypes.dockerManifestList);
}

/** Docker schema1 by any of its names. */
export function isSchema1Type(mediaType: string): boolean {
  return isOneOf(mediaType, mediaTypes.dockerSchema1, mediaTypes.dockerSchema1Signed);
}

/** Every type that `parseManifest` has a parser for, and that registries serve under `/manifests/`. */
export function isAnyManifestType(mediaType: string): boolean {
  return (
    isManifestType(mediaType) ||
    isIndexType(mediaType) ||
    isSchema1Type(mediaType) ||
    isOneOf(mediaType, mediaTypes.ociArtifactManifest)
  );
}

/** An image config, or the config of a containerd checkpoint. */
export function isConfigType(mediaType: string): boolean {
  return configTypes.has(mediaTypeEssence(mediaType));
}

/** An OCI layer of any compression, or a Docker layer with any `+` suffix. */
export function isLayerType(mediaType: string): boolean {
  return isExactLayerType(mediaTypeEssence(mediaType));
}

/** `isLayerType` with containerd's exact comparison: case-sensitive, and parameters count unless they follow a `+`. */
export function isExactLayerType(mediaType: string): boolean {
  if (mediaType.startsWith('application/vnd.oci.image.layer.')) return true;
  const plus = mediaType.indexOf('+');
  return dockerLayerTypes.has(plus < 0 ? mediaType : mediaType.slice(0, plus));
}

/** A foreign layer: registries need not have it, its descriptor's `urls` say where to download it. */
export function isForeignLayerType(mediaType: string): boolean {
  const essence = mediaTypeEssence(mediaType);
  return (
    essence.startsWith('application/vnd.oci.image.layer.nondistributable.') ||
    essence.startsWith('application/vnd.docker.image.rootfs.foreign.')
  );
}

/** An in-toto statement, as in BuildKit's attestation manifests. */
export function isAttestationType(mediaType: string): boolean {
  return isOneOf(mediaType, mediaTypes.inToto);
}

/** An empty descriptor's type (image-spec manifest.md, guidance for an empty descriptor). */
export function isEmptyType(mediaType: string): boolean {
  return isOneOf(mediaType, mediaTypes.ociEmpty);
}

function isOneOf(mediaType: string, ...types: readonly string[]): boolean {
  return types.includes(mediaTypeEssence(mediaType));
}
