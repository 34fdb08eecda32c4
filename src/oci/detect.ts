import { decodeGo, goStruct } from './goDecode.ts';
import { refuseManifest } from './manifestError.ts';
import { asMediaType, isIndexType, isManifestType, type MediaType, mediaTypeEssence, mediaTypes } from './mediaType.ts';

/** A document's media type, and the key that decided it; `default` if no key did. */
export interface Detection {
  readonly mediaType: MediaType;
  readonly from: 'mediaType' | 'fsLayers' | 'config' | 'layers' | 'manifests' | 'default';
}

interface Seen {
  mediaType: string;
  manifests: boolean;
  config: boolean;
  layers: boolean;
  fsLayers: boolean;
}

const seenShape = goStruct<Seen>(
  () => ({ mediaType: '', manifests: false, config: false, layers: false, fsLayers: false }),
  {
    mediaType: (seen, go, row) => {
      seen.mediaType = go.string(row, seen.mediaType);
    },
    manifests: (seen) => {
      seen.manifests = true;
    },
    config: (seen) => {
      seen.config = true;
    },
    layers: (seen) => {
      seen.layers = true;
    },
    fsLayers: (seen) => {
      seen.fsLayers = true;
    },
  },
);

/**
 * Detects the media type of a manifest's bytes by moby's rules after CVE-2021-41190 (v20.10.11, docs/manifest-store.md section
 * 4): the declared type, refused if the document has keys of another type; else the type that its keys imply. A key counts if
 * present, also with null.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax, type or ambiguous
 */
export function detectMediaType(bytes: Uint8Array): MediaType {
  return detectionOf(bytes).mediaType;
}

/** Detects the media type as `detectMediaType` does, and returns the key that decided. */
export function detectionOf(bytes: Uint8Array): Detection {
  const seen = decodeGo(bytes, seenShape);
  if (seen.mediaType !== '') return { mediaType: declared(seen), from: 'mediaType' };
  if (seen.fsLayers && !seen.manifests && !seen.layers && !seen.config) {
    return { mediaType: mediaTypes.dockerSchema1, from: 'fsLayers' };
  }
  if ((seen.config || seen.layers) && !seen.manifests && !seen.fsLayers) {
    return { mediaType: mediaTypes.ociManifest, from: seen.config ? 'config' : 'layers' };
  }
  if (!seen.config && !seen.layers && !seen.fsLayers) {
    return { mediaType: mediaTypes.ociIndex, from: seen.manifests ? 'manifests' : 'default' };
  }
  throw refuseManifest('ambiguous', 'media-type: cannot determine');
}

function declared(seen: Seen): MediaType {
  const mediaType = asMediaType(seen.mediaType);
  // moby compares exactly: any other spelling is another type, returned unchanged.
  if (mediaTypeEssence(mediaType) !== mediaType) return mediaType;
  const refuse = (keys: string) =>
    refuseManifest('ambiguous', `media-type: ${JSON.stringify(mediaType)} should not have ${keys}`);
  if (isManifestType(mediaType)) {
    if (seen.manifests || seen.fsLayers) throw refuse('"manifests" or "fsLayers"');
  } else if (isIndexType(mediaType)) {
    if (seen.config || seen.layers || seen.fsLayers) throw refuse('"config", "layers", or "fsLayers"');
  } else if (mediaType === mediaTypes.dockerSchema1) {
    if (seen.manifests || seen.layers) throw refuse('"manifests" or "layers"');
  }
  return mediaType;
}
