import { asMediaType, mediaTypes } from '../oci/index.ts';
import { gzipBytes } from './gzip.ts';
import { buildTar, type TarEntry } from './tar.ts';
import { type LayoutWriter, sha256, type WrittenDescriptor } from './writeSampleLayout.ts';

/** One step of a build: its Dockerfile line as BuildKit records it, and the entries of its layer, if it makes one. */
export interface BuildStep {
  readonly createdBy: string;
  readonly entries?: readonly TarEntry[];
}

export interface ImageOptions {
  readonly platform: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly steps: readonly BuildStep[];
  /** The config's `config`: Env, Entrypoint, Labels, … as image-spec config.md names them. */
  readonly config: object;
  readonly createdAt: Date;
  readonly annotations?: Readonly<Record<string, string>>;
}

const layerType = asMediaType('application/vnd.oci.image.layer.v1.tar+gzip');
const emptyJson = new TextEncoder().encode('{}');

/** Adds the layers, the config and the manifest of an image; returns its descriptor with the platform, as an index lists it. */
export function buildImage(layout: LayoutWriter, options: ImageOptions): WrittenDescriptor {
  const created = formatTime(options.createdAt);
  const mtimeSeconds = options.createdAt.getTime() / 1000;
  const tars = options.steps.flatMap(({ entries }) => (entries ? [buildTar(entries, mtimeSeconds)] : []));
  const layers = tars.map((tar) => layout.add(layerType, gzipBytes(tar)));
  const config = layout.addJson(mediaTypes.ociConfig, {
    created,
    architecture: options.platform.architecture,
    ...(options.platform.variant ? { variant: options.platform.variant } : {}),
    os: options.platform.os,
    config: options.config,
    rootfs: { type: 'layers', diff_ids: tars.map(sha256) },
    history: options.steps.map(({ createdBy, entries }) => ({
      created,
      created_by: createdBy,
      comment: 'buildkit.dockerfile.v0',
      ...(entries ? {} : { empty_layer: true }),
    })),
  });
  const manifest = buildManifest(layout, { config, layers, annotations: options.annotations });
  return { ...manifest, platform: options.platform };
}

/** Adds an index of these manifests with its own `annotations`. */
export function buildIndex(
  layout: LayoutWriter,
  manifests: readonly WrittenDescriptor[],
  annotations?: Readonly<Record<string, string>>,
): WrittenDescriptor {
  return layout.addJson(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests,
    ...(annotations ? { annotations } : {}),
  });
}

/** Adds an attestation as BuildKit does: a manifest in the image's index, with one in-toto statement about `subject`. */
export function buildAttestation(
  layout: LayoutWriter,
  subject: WrittenDescriptor,
  statement: { readonly predicateType: string },
): WrittenDescriptor {
  const layer = layout.addJson(mediaTypes.inToto, statement);
  const platform = { architecture: 'unknown', os: 'unknown' };
  const config = layout.addJson(mediaTypes.ociConfig, {
    ...platform,
    config: {},
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const annotated = { ...layer, annotations: { 'in-toto.io/predicate-type': statement.predicateType } };
  return {
    ...buildManifest(layout, { config, layers: [annotated] }),
    annotations: {
      'vnd.docker.reference.digest': subject.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
    platform,
  };
}

/** Adds an artifact of one blob that refers to `subject`; returns its descriptor as a list of referrers has it. */
export function buildReferrer(
  layout: LayoutWriter,
  subject: WrittenDescriptor,
  blob: { readonly mediaType: string; readonly document: object; readonly title: string },
  annotations: Readonly<Record<string, string>>,
): WrittenDescriptor {
  const layer = {
    ...layout.addJson(asMediaType(blob.mediaType), blob.document),
    annotations: { 'org.opencontainers.image.title': blob.title },
  };
  const { mediaType, digest, size } = subject;
  const manifest = buildManifest(layout, {
    artifactType: blob.mediaType,
    config: { ...layout.add(mediaTypes.ociEmpty, emptyJson), data: btoa('{}') },
    layers: [layer],
    subject: { mediaType, digest, size },
    annotations,
  });
  return { ...manifest, artifactType: blob.mediaType, annotations };
}

/** Formats a time by RFC 3339 in whole seconds. */
export function formatTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

function buildManifest(
  layout: LayoutWriter,
  {
    artifactType,
    ...parts
  }: { artifactType?: string; config: object; layers: object[]; subject?: object; annotations?: object | undefined },
): WrittenDescriptor {
  return layout.addJson(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    ...(artifactType ? { artifactType } : {}),
    ...parts,
  });
}
