import { descriptorShape, entryShape, type RawDescriptor } from './descriptorShape.ts';
import { type GoDecoder, type GoStruct, goStruct } from './goDecode.ts';

/** Any manifest except schema1 while it is being filled; each type's shape fills its own fields. */
export interface RawManifest {
  schemaVersion: bigint | undefined;
  mediaType: string;
  config: RawDescriptor | undefined;
  layers: RawDescriptor[] | undefined;
  manifests: RawDescriptor[] | undefined;
  blobs: RawDescriptor[] | undefined;
  artifactType: string | undefined;
  subject: RawDescriptor | undefined;
  annotations: Map<string, string> | undefined;
}

type Setter = (raw: RawManifest, go: GoDecoder, row: number) => void;

const versioned: Readonly<Record<string, Setter>> = {
  schemaVersion: (raw, go, row) => {
    raw.schemaVersion = go.integer(row, raw.schemaVersion);
  },
  mediaType: (raw, go, row) => {
    raw.mediaType = go.string(row, raw.mediaType);
  },
};

const image: Readonly<Record<string, Setter>> = {
  config: (raw, go, row) => {
    raw.config = go.struct(row, raw.config, descriptorShape);
  },
  layers: (raw, go, row) => {
    raw.layers = go.structs(row, raw.layers, descriptorShape);
  },
};

const strictAnnotations: Setter = (raw, go, row) => {
  raw.annotations = go.stringMap(row, raw.annotations);
};

/** Fields newer than distribution 2.8, which ignores them: read if they have the right type, ignored otherwise. */
const newer: Readonly<Record<string, Setter>> = {
  artifactType: (raw, go, row) => {
    if (go.document.kind(row) === 'string') raw.artifactType = go.document.string(row);
  },
  subject: (raw, go, row) => {
    if (go.document.kind(row) === 'object') {
      go.quietly(() => {
        raw.subject = go.struct(row, raw.subject, descriptorShape);
      });
    }
  },
  annotations: (raw, go, row) => {
    go.quietly(() => {
      raw.annotations = go.stringMap(row, raw.annotations);
    });
  },
};

export const schema2Shape = shapeOf({ ...newer, ...image });
export const ociManifestShape = shapeOf({
  ...newer,
  ...image,
  annotations: strictAnnotations,
});
export const indexShape = shapeOf({
  ...newer,
  manifests: (raw, go, row) => {
    raw.manifests = go.structs(row, raw.manifests, entryShape);
  },
});

/** image-spec v1.1.0-rc2 artifact.md. No older reader ignores its fields, so all are strict. */
export const artifactShape = shapeOf({
  artifactType: (raw, go, row) => {
    raw.artifactType = go.string(row, raw.artifactType ?? '');
  },
  blobs: (raw, go, row) => {
    raw.blobs = go.structs(row, raw.blobs, descriptorShape);
  },
  subject: (raw, go, row) => {
    raw.subject = go.pointer(row, raw.subject, descriptorShape);
  },
  annotations: strictAnnotations,
});

/** distribution's `unknownDocument`: keys of the other kind with a value other than null. */
export interface ForeignKeys {
  config: boolean;
  layers: boolean;
  manifests: boolean;
}

export function foreignKeysShape(keys: readonly (keyof ForeignKeys)[]): GoStruct<ForeignKeys> {
  const setters = keys.map((key) => [
    key,
    (seen: ForeignKeys, go: GoDecoder, row: number) => {
      seen[key] = !go.isNull(row);
    },
  ]);
  return goStruct<ForeignKeys>(() => ({ config: false, layers: false, manifests: false }), Object.fromEntries(setters));
}

function shapeOf(setters: Readonly<Record<string, Setter>>): GoStruct<RawManifest> {
  return goStruct<RawManifest>(emptyManifest, { ...versioned, ...setters });
}

function emptyManifest(): RawManifest {
  return {
    schemaVersion: undefined,
    mediaType: '',
    config: undefined,
    layers: undefined,
    manifests: undefined,
    blobs: undefined,
    artifactType: undefined,
    subject: undefined,
    annotations: undefined,
  };
}
