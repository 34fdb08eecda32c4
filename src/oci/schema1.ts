import type { Descriptor } from './descriptor.ts';
import { detectMediaType } from './detect.ts';
import { decodeGo, goStruct } from './goDecode.ts';
import { signedPayload } from './jws.ts';
import type { Schema1Manifest } from './manifest.ts';
import { refuseManifest, shorten } from './manifestError.ts';
import { isSchema1Type, type MediaType, mediaTypes } from './mediaType.ts';

interface RawSchema1 {
  schemaVersion: bigint | undefined;
  mediaType: string;
  name: string;
  tag: string;
  architecture: string;
  fsLayers: { blobSum: string }[] | undefined;
  history: { v1Compatibility: string }[] | undefined;
}

const layerShape = goStruct<{ blobSum: string }>(() => ({ blobSum: '' }), {
  blobSum: (layer, go, row) => {
    layer.blobSum = go.string(row, layer.blobSum);
  },
});

const historyShape = goStruct<{ v1Compatibility: string }>(() => ({ v1Compatibility: '' }), {
  v1Compatibility: (entry, go, row) => {
    entry.v1Compatibility = go.string(row, entry.v1Compatibility);
  },
});

const manifestShape = goStruct<RawSchema1>(
  () => ({
    schemaVersion: undefined,
    mediaType: '',
    name: '',
    tag: '',
    architecture: '',
    fsLayers: undefined,
    history: undefined,
  }),
  {
    schemaVersion: (raw, go, row) => {
      raw.schemaVersion = go.integer(row, raw.schemaVersion);
    },
    mediaType: (raw, go, row) => {
      raw.mediaType = go.string(row, raw.mediaType);
    },
    name: (raw, go, row) => {
      raw.name = go.string(row, raw.name);
    },
    tag: (raw, go, row) => {
      raw.tag = go.string(row, raw.tag);
    },
    architecture: (raw, go, row) => {
      raw.architecture = go.string(row, raw.architecture);
    },
    fsLayers: (raw, go, row) => {
      raw.fsLayers = go.structs(row, raw.fsLayers, layerShape);
    },
    history: (raw, go, row) => {
      raw.history = go.structs(row, raw.history, historyShape);
    },
  },
);

/**
 * Parses a signed schema1 manifest from the payload that its signatures cover. The payload must be detected as schema1 too: its
 * digest identifies the manifest, and without the signatures the document must mean the same.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax, type, signature or ambiguous
 */
export function parseSchema1Signed(bytes: Uint8Array): Schema1Manifest {
  const payload = signedPayload(bytes);
  const mediaType = detectMediaType(payload);
  if (!isSchema1Type(mediaType))
    throw refuseManifest('ambiguous', `signed payload is ${shorten(mediaType)}, not schema1`);
  return readSchema1(bytes, payload, mediaTypes.dockerSchema1Signed, true);
}

/**
 * Parses schema1 without requiring signatures, for display of documents that distribution's `UnmarshalManifest` refuses. Its
 * digest is that of the exact bytes.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax or type
 */
export function parseSchema1Unsigned(bytes: Uint8Array): Schema1Manifest {
  return readSchema1(bytes, bytes, mediaTypes.dockerSchema1, false);
}

function readSchema1(
  bytes: Uint8Array,
  canonicalBytes: Uint8Array,
  mediaType: MediaType,
  signed: boolean,
): Schema1Manifest {
  const raw = decodeGo(canonicalBytes, manifestShape);
  const layers = (raw.fsLayers ?? []).map(
    ({ blobSum }): Descriptor => ({ mediaType: mediaTypes.dockerSchema1Layer, digest: blobSum }),
  );
  return {
    kind: 'schema1',
    signed,
    name: raw.name,
    tag: raw.tag,
    architecture: raw.architecture,
    schemaVersion: raw.schemaVersion === undefined ? undefined : Number(raw.schemaVersion),
    layers,
    history: (raw.history ?? []).map((entry) => entry.v1Compatibility),
    canonicalBytes,
    references: () => layers,
    payload: () => ({ mediaType, bytes }),
  };
}
