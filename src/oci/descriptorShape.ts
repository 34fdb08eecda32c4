import type { Descriptor } from './descriptor.ts';
import { decodeGo, type GoDecoder, type GoStruct, goStruct } from './goDecode.ts';
import { asMediaType } from './mediaType.ts';
import type { Platform } from './platform.ts';

/** A descriptor while it is being filled. */
export interface RawDescriptor {
  mediaType: string;
  digest: string;
  size: bigint | undefined;
  urls: string[] | undefined;
  annotations: Map<string, string> | undefined;
  data: string | undefined;
  artifactType: string | undefined;
  platform: RawPlatform | undefined;
}

interface RawPlatform {
  os: string;
  architecture: string;
  variant: string;
  osVersion: string;
  osFeatures: string[] | undefined;
}

const platformShape = goStruct<RawPlatform>(
  () => ({ os: '', architecture: '', variant: '', osVersion: '', osFeatures: undefined }),
  {
    os: (raw, go, row) => {
      raw.os = go.string(row, raw.os);
    },
    architecture: (raw, go, row) => {
      raw.architecture = go.string(row, raw.architecture);
    },
    variant: (raw, go, row) => {
      raw.variant = go.string(row, raw.variant);
    },
    'os.version': (raw, go, row) => {
      raw.osVersion = go.string(row, raw.osVersion);
    },
    'os.features': (raw, go, row) => {
      raw.osFeatures = go.strings(row, raw.osFeatures);
    },
  },
);

/** distribution's `Descriptor` (v2.8.3); the newer fields of image-spec 1.1 are read if they are strings. */
export const descriptorShape: GoStruct<RawDescriptor> = shapeOf((raw, go, row) => {
  raw.platform = go.pointer(row, raw.platform, platformShape);
});

/** An entry of an index or manifest list. Its platform is a value and not a pointer, so null leaves it unchanged. */
export const entryShape: GoStruct<RawDescriptor> = shapeOf((raw, go, row) => {
  if (!go.isNull(row)) raw.platform = go.struct(row, raw.platform, platformShape);
});

/**
 * Parses a document that is one descriptor, as strictly as a descriptor in a manifest.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax or type
 */
export function parseDescriptor(bytes: Uint8Array): Descriptor {
  return finishDescriptor(decodeGo(bytes, descriptorShape));
}

export function finishDescriptor(raw: RawDescriptor): Descriptor {
  return {
    mediaType: asMediaType(raw.mediaType),
    digest: raw.digest,
    ...(raw.size === undefined ? {} : { size: raw.size }),
    ...(raw.urls ? { urls: raw.urls } : {}),
    ...(raw.annotations ? { annotations: Object.fromEntries(raw.annotations) } : {}),
    ...(raw.data === undefined ? {} : { data: raw.data }),
    ...(raw.artifactType === undefined ? {} : { artifactType: raw.artifactType }),
    ...(raw.platform ? { platform: finishPlatform(raw.platform) } : {}),
  };
}

export function emptyDescriptor(): RawDescriptor {
  return {
    mediaType: '',
    digest: '',
    size: undefined,
    urls: undefined,
    annotations: undefined,
    data: undefined,
    artifactType: undefined,
    platform: undefined,
  };
}

function shapeOf(platform: (raw: RawDescriptor, go: GoDecoder, row: number) => void): GoStruct<RawDescriptor> {
  return goStruct<RawDescriptor>(emptyDescriptor, {
    mediaType: (raw, go, row) => {
      raw.mediaType = go.string(row, raw.mediaType);
    },
    digest: (raw, go, row) => {
      raw.digest = go.string(row, raw.digest);
    },
    size: (raw, go, row) => {
      raw.size = go.integer(row, raw.size);
    },
    urls: (raw, go, row) => {
      raw.urls = go.strings(row, raw.urls);
    },
    annotations: (raw, go, row) => {
      raw.annotations = go.stringMap(row, raw.annotations);
    },
    data: (raw, go, row) => {
      if (go.document.kind(row) === 'string') raw.data = go.document.string(row);
    },
    artifactType: (raw, go, row) => {
      if (go.document.kind(row) === 'string') raw.artifactType = go.document.string(row);
    },
    platform,
  });
}

function finishPlatform(raw: RawPlatform): Platform {
  return {
    os: raw.os,
    architecture: raw.architecture,
    ...(raw.variant ? { variant: raw.variant } : {}),
    ...(raw.osVersion ? { osVersion: raw.osVersion } : {}),
    ...(raw.osFeatures ? { osFeatures: raw.osFeatures } : {}),
  };
}
