import { parseContentType } from './contentType.ts';
import { emptyDescriptor, finishDescriptor } from './descriptorShape.ts';
import { type GoStruct, readGo } from './goDecode.ts';
import { type JsonDocument, parseJson } from './json.ts';
import type { ArtifactManifest, ImageManifest, IndexManifest, Manifest } from './manifest.ts';
import { refuseManifest, shorten } from './manifestError.ts';
import {
  artifactShape,
  foreignKeysShape,
  indexShape,
  ociManifestShape,
  type RawManifest,
  schema2Shape,
} from './manifestShape.ts';
import { type MediaType, mediaTypes } from './mediaType.ts';

const parsers = new Map<string, (bytes: Uint8Array) => Manifest>([
  [mediaTypes.ociManifest, parseOciManifest],
  [mediaTypes.ociIndex, parseOciIndex],
  [mediaTypes.dockerManifest, parseSchema2],
  [mediaTypes.dockerManifestList, parseManifestList],
  [mediaTypes.ociArtifactManifest, parseArtifact],
]);

const indexKeys = foreignKeysShape(['manifests']);
const imageKeys = foreignKeysShape(['config', 'layers']);

/**
 * Parses bytes as `parseManifest` does if their type has a parser other than schema1's; else returns undefined, and a page
 * loads the schema1 parser.
 *
 * @throws AppError as `parseManifest`
 */
export function parsePlainManifest(mediaType: string, bytes: Uint8Array): Manifest | undefined {
  return parsers.get(parseContentType(mediaType))?.(bytes);
}

function parseOciManifest(bytes: Uint8Array): ImageManifest {
  const document = parseJson(bytes);
  if (read(document, indexKeys).manifests) {
    throw refuseManifest('ambiguous', 'ocimanifest: expected manifest but found index');
  }
  const raw = read(document, ociManifestShape);
  if (raw.mediaType !== '') assertMediaType('if present, mediaType in manifest', mediaTypes.ociManifest, raw);
  return imageOf(raw, mediaTypes.ociManifest, bytes);
}

function parseOciIndex(bytes: Uint8Array): IndexManifest {
  const document = parseJson(bytes);
  const foreign = read(document, imageKeys);
  if (foreign.config || foreign.layers) {
    throw refuseManifest('ambiguous', 'index: expected index but found manifest');
  }
  const raw = read(document, indexShape);
  if (raw.mediaType !== '') assertMediaType('if present, mediaType in image index', mediaTypes.ociIndex, raw);
  return indexOf(raw, mediaTypes.ociIndex, bytes);
}

function parseSchema2(bytes: Uint8Array): ImageManifest {
  const raw = read(parseJson(bytes), schema2Shape);
  assertMediaType('mediaType in manifest', mediaTypes.dockerManifest, raw);
  return imageOf(raw, mediaTypes.dockerManifest, bytes);
}

function parseManifestList(bytes: Uint8Array): IndexManifest {
  const raw = read(parseJson(bytes), indexShape);
  assertMediaType('mediaType in manifest list', mediaTypes.dockerManifestList, raw);
  return indexOf(raw, mediaTypes.dockerManifestList, bytes);
}

function parseArtifact(bytes: Uint8Array): ArtifactManifest {
  const raw = read(parseJson(bytes), artifactShape);
  assertMediaType('mediaType in artifact manifest', mediaTypes.ociArtifactManifest, raw);
  const blobs = (raw.blobs ?? []).map(finishDescriptor);
  return {
    kind: 'artifact',
    blobs,
    ...sharedOf(raw),
    references: () => blobs,
    payload: () => ({ mediaType: mediaTypes.ociArtifactManifest, bytes }),
  };
}

function imageOf(raw: RawManifest, mediaType: MediaType, bytes: Uint8Array): ImageManifest {
  const config = finishDescriptor(raw.config ?? emptyDescriptor());
  const layers = (raw.layers ?? []).map(finishDescriptor);
  return {
    kind: 'image',
    config,
    layers,
    ...sharedOf(raw),
    references: () => [config, ...layers],
    payload: () => ({ mediaType, bytes }),
  };
}

function indexOf(raw: RawManifest, mediaType: MediaType, bytes: Uint8Array): IndexManifest {
  const manifests = (raw.manifests ?? []).map(finishDescriptor);
  return {
    kind: 'index',
    manifests,
    ...sharedOf(raw),
    references: () => manifests,
    payload: () => ({ mediaType, bytes }),
  };
}

function sharedOf(raw: RawManifest) {
  return {
    schemaVersion: raw.schemaVersion === undefined ? undefined : Number(raw.schemaVersion),
    ...(raw.artifactType === undefined ? {} : { artifactType: raw.artifactType }),
    ...(raw.subject ? { subject: finishDescriptor(raw.subject) } : {}),
    ...(raw.annotations ? { annotations: Object.fromEntries(raw.annotations) } : {}),
  };
}

function read<T>(document: JsonDocument, shape: GoStruct<T>): T {
  return readGo(document, (go) => go.struct(0, undefined, shape));
}

function assertMediaType(what: string, expected: MediaType, raw: RawManifest): void {
  if (raw.mediaType === expected) return;
  throw refuseManifest('mediaType', `${what} should be '${expected}' not '${shorten(raw.mediaType)}'`);
}
