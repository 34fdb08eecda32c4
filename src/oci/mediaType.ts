declare const mediaTypeBrand: unique symbol;

/** A media type as a document or a descriptor states it, verbatim: any non-validated string, or '' where unknown. */
export type MediaType = string & { readonly [mediaTypeBrand]: true };

/** Marks text as a media type. Every string is one: unknown media types are values, not errors (image-spec, media-types.md). */
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
