import { type Descriptor, type Digest, isDigest } from '../oci/index.ts';

/** Artifact types of SOCI indexes: version 2 is named by the image itself, version 1 refers to it. */
export const sociArtifactTypes = {
  v1: 'application/vnd.amazon.soci.index.v1+json',
  v2: 'application/vnd.amazon.soci.index.v2+json',
} as const;

const indexDigest = 'com.amazon.soci.index-digest';
const imageManifestDigest = 'com.amazon.soci.image-manifest-digest';
const layerDigest = 'com.amazon.soci.image-layer-digest';
const ztocType = 'application/octet-stream';

/** A SOCI index of an image. */
export interface SociIndex {
  readonly digest: Digest;
  /** The image names it by digest (version 2). Anyone who can push may add one of version 1. */
  readonly isProven: boolean;
}

/**
 * Returns the SOCI index of an image. Version 2 comes first: an annotation of the image's manifest names it. Then version 1: the first
 * of the image's referrers that is one, if they are known.
 *
 * @see https://github.com/awslabs/soci-snapshotter/blob/v0.11.0/docs/soci-index-manifest-v2.md
 */
export function sociIndexOf(
  annotations: Readonly<Record<string, string>> | undefined,
  referrers: readonly Descriptor[] = [],
): SociIndex | undefined {
  const named = new Map(Object.entries(annotations ?? {})).get(indexDigest);
  if (named !== undefined) return isDigest(named) ? { digest: named, isProven: true } : undefined;
  const found = referrers.find(({ artifactType }) => artifactType === sociArtifactTypes.v1)?.digest;
  return found !== undefined && isDigest(found) ? { digest: found, isProven: false } : undefined;
}

/** Returns the SOCI index (version 2) that an image index lists for an image. The image itself does not name it. */
export function sociIndexBeside(manifests: readonly Descriptor[], image: Digest): SociIndex | undefined {
  const found = manifests.find(
    ({ artifactType, annotations }) =>
      artifactType === sociArtifactTypes.v2 && annotations?.[imageManifestDigest] === image,
  )?.digest;
  return found !== undefined && isDigest(found) ? { digest: found, isProven: false } : undefined;
}

/** Returns the descriptor of a layer's zTOC among the layers of a SOCI index; small layers and zstd layers have none. */
export function ztocOf(sociLayers: readonly Descriptor[], layer: Digest): Descriptor | undefined {
  return sociLayers.find(
    ({ mediaType, annotations }) => mediaType === ztocType && annotations?.[layerDigest] === layer,
  );
}
