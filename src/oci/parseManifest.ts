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
import { parseSchema1Signed } from './schema1.ts';

const parsers = new Map<string, (bytes: Uint8Array) => Manifest>([
  [mediaTypes.ociManifest, parseOciManifest],
  [mediaTypes.ociIndex, parseOciIndex],
  [mediaTypes.dockerManifest, parseSchema2],
  [mediaTypes.dockerManifestList, parseManifestList],
  [mediaTypes.ociArtifactManifest, parseArtifact],
]);

const indexKeys = foreignKeysShape('ocischema.unknownDocument', ['manifests']);
const imageKeys = foreignKeysShape('manifestlist.unknownDocument', ['config', 'layers']);

/**
 * Reads bytes as the manifest that a Content-Type says they are, as strictly as distribution's `UnmarshalManifest`
 * (v2.8.3): types and integer literals are checked, `mediaType` must agree, values of `schemaVersion` and digests are
 * not looked at. Types without a parser, '' and every name of schema1 are read as signed schema1. Beyond that the
 * deprecated OCI artifact manifest is read as what it is. The bytes are kept, not copied.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax, type, ambiguous, mediaType or
 * signature; the message is Go's
 */
export function parseManifest(mediaType: string, bytes: Uint8Array): Manifest {
  const parse = parsers.get(parseContentType(mediaType)) ?? parseSchema1Signed;
  return parse(bytes);
}

/** The bytes that a registry's digest of the manifest is taken of: the payload of signed schema1, else all of them. */
export function digestedBytes(manifest: Manifest): Uint8Array {
  return manifest.kind === 'schema1' ? manifest.canonicalBytes : manifest.payload().bytes;
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
