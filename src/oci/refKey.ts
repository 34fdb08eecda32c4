import type { Descriptor } from './descriptor.ts';
import {
  isAttestationType,
  isConfigType,
  isExactLayerType,
  isIndexType,
  isManifestType,
  mediaTypeEssence,
} from './mediaType.ts';

const refName = 'org.opencontainers.image.ref.name';

/**
 * Returns the ref under which a descriptor's content is ingested (containerd's `MakeRefKey`). A ref name annotation, even an
 * empty one, precedes the digest.
 */
export function refKey(descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'annotations'>): string {
  const { annotations, digest, mediaType } = descriptor;
  const name = annotations && Object.hasOwn(annotations, refName) ? annotations[refName] : undefined;
  return `${prefixOf(mediaType)}-${name === undefined ? digest : `${name}@${digest}`}`;
}

function prefixOf(mediaType: string): string {
  if (isExactLayerType(mediaType)) return 'layer';
  // containerd compares exactly.
  if (mediaTypeEssence(mediaType) !== mediaType) return 'unknown';
  if (isManifestType(mediaType)) return 'manifest';
  if (isIndexType(mediaType)) return 'index';
  if (isConfigType(mediaType)) return 'config';
  if (isAttestationType(mediaType)) return 'attestation';
  return 'unknown';
}
