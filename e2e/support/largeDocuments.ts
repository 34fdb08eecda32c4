import { createHash } from 'node:crypto';
import type { FixtureRegistry } from '../../src/testing/servers/fixtureRegistry.ts';

export const largeRepository = 'team/large';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const ociConfig = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';

interface Written {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Puts an index of this many images, of five platforms in turn, each named by an annotation; returns its digest. */
export function putLargeIndex(registry: FixtureRegistry, count: number): string {
  const manifests = range(count).map((index) => ({
    ...putImage(registry, { layers: 1 + (index % 5), author: `author ${index}` }),
    platform: platformOf(index),
    annotations: { 'org.opencontainers.image.ref.name': `nightly-${String(index).padStart(4, '0')}` },
  }));
  return putManifest(registry, ociIndex, { manifests }).digest;
}

interface ImageSize {
  readonly layers: number;
  readonly author?: string;
  readonly configBytes?: number;
  /** Number of labels, of variables and of annotations. */
  readonly pairs?: number;
}

/** Puts an image of this many layers, with a history line for each and an empty step between them. */
export function putImage(
  registry: FixtureRegistry,
  { layers, author = 'a', configBytes = 0, pairs = 0 }: ImageSize,
): Written {
  const history = range(layers).flatMap((index) => [
    { created: '2026-01-02T03:04:05Z', created_by: `ENV STEP=${index} # buildkit`, empty_layer: true },
    { created: '2026-01-02T03:04:05Z', created_by: `RUN /bin/sh -c apk add --no-cache package-${index} # buildkit` },
  ]);
  const document = {
    architecture: 'amd64',
    os: 'linux',
    author,
    config: {
      Cmd: ['/bin/sh'],
      Env: range(pairs).map((index) => `VARIABLE_${index}=${index}`),
      Labels: { ...labelsOf(configBytes), ...pairsOf('label', pairs) },
    },
    rootfs: { type: 'layers', diff_ids: range(layers).map((index) => fakeDigest(`diff ${index}`)) },
    history,
  };
  const bytes = Buffer.from(JSON.stringify(document));
  const config = { mediaType: ociConfig, digest: registry.putBlob(largeRepository, bytes), size: bytes.length };
  return putManifest(registry, ociManifest, {
    config,
    layers: range(layers).map((index) => ({
      mediaType: layerType,
      digest: fakeDigest(`layer ${index}`),
      size: 1000 + ((index * 7919) % 100_000) * 1000,
    })),
    ...(pairs > 0 ? { annotations: pairsOf('annotation', pairs) } : {}),
  });
}

function platformOf(index: number): object {
  const platforms = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
    { os: 'linux', architecture: 's390x' },
    { os: 'windows', architecture: 'amd64', 'os.version': `10.0.20348.${index}`, 'os.features': ['win32k'] },
  ];
  return platforms[index % platforms.length] ?? {};
}

/** About this many bytes of labels, 1 kB each. */
function labelsOf(bytes: number): Readonly<Record<string, string>> {
  return Object.fromEntries(range(Math.floor(bytes / 1000)).map((index) => [`label-${index}`, 'x'.repeat(980)]));
}

function pairsOf(name: string, count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(range(count).map((index) => [`${name}.${index}`, `value ${index}`]));
}

function putManifest(registry: FixtureRegistry, mediaType: string, parts: object): Written {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...parts }));
  const digest = sha256(bytes);
  registry.putManifest(largeRepository, digest, bytes, mediaType);
  return { mediaType, digest, size: bytes.length };
}

function fakeDigest(name: string): string {
  return sha256(Buffer.from(name));
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
