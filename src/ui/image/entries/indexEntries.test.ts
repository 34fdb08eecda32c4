import { describe, expect, it } from 'vitest';
import { mediaTypes, parseManifest } from '../../../oci/index.ts';
import { attestation, entry, indexOf } from '../../../testing/fixtures/indexFixture.ts';
import { childNodes } from '../../tree/nodes.ts';
import { attestationLabel, groupEntries, kindLabel, platformNote } from './indexEntries.ts';

describe('groupEntries', () => {
  it('assigns attestations by digest, in any order', () => {
    const { platforms, others, orphans } = group([
      attestation(10, 2),
      entry(1, 'linux/amd64'),
      entry(2, 'linux/arm64'),
      attestation(11, 1),
      attestation(12, 2),
    ]);
    expect(platforms.map(({ node, attestations }) => [node.name, attestations.map(({ path }) => path)])).toEqual([
      ['linux/amd64', ['manifests/3']],
      ['linux/arm64', ['manifests/0', 'manifests/4']],
    ]);
    expect([others, orphans]).toEqual([[], []]);
  });

  it('puts entries without a known platform under others', () => {
    const { platforms, others } = group([
      entry(1, 'linux/amd64'),
      entry(2, '', { artifactType: 'application/vnd.example' }),
      entry(3, 'unknown/unknown'),
      entry(4, '', { mediaType: mediaTypes.ociIndex }),
      entry(5, '', { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }),
      entry(6, '', { mediaType: 'application/vnd.buildkit.cacheconfig.v0' }),
    ]);
    expect(platforms.map(({ node }) => node.path)).toEqual(['manifests/0']);
    expect(others.map(({ node }) => kindLabel(node))).toEqual([
      'application/vnd.example',
      'Image',
      'Index',
      'Layer',
      'Build cache, BuildKit',
    ]);
  });

  it('returns attestations without a subject in the index as orphans', () => {
    const { platforms, orphans } = group([
      entry(1, 'linux/amd64'),
      attestation(10, 7),
      attestation(11, 10),
      entry(12, '', { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }),
    ]);
    expect(platforms[0]?.attestations).toEqual([]);
    expect(orphans.map(({ path }) => path)).toEqual(['manifests/1', 'manifests/2', 'manifests/3']);
  });

  it('handles ten thousand attestations of one image in one pass', () => {
    const { platforms } = group([
      entry(1, 'linux/amd64'),
      ...Array.from({ length: 10_000 }, (_, index) => attestation(index + 2, 1)),
    ]);
    expect(platforms[0]?.attestations).toHaveLength(10_000);
  });
});

describe('attestationLabel', () => {
  it('names each predicate once', () => {
    const types = [
      'https://spdx.dev/Document',
      'https://slsa.dev/provenance/v0.2',
      'https://slsa.dev/provenance/v1',
      'https://example.com/scan/v1',
      '',
    ];
    const layers = types.map((type) => ({
      mediaType: mediaTypes.inToto,
      digest: 'sha256:0',
      size: 1,
      annotations: { 'in-toto.io/predicate-type': type },
    }));
    const bytes = new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, config: {}, layers }));
    expect(attestationLabel(parseManifest(mediaTypes.ociManifest, bytes))).toBe(
      'SBOM, provenance, example.com/scan/v1',
    );
  });

  it('is generic before the manifest is loaded', () => {
    expect(attestationLabel(undefined)).toBe('attestation');
  });
});

describe('platformNote', () => {
  it('returns what distinguishes a platform from other entries', () => {
    const platform = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.1', 'os.features': ['win32k'] };
    const annotations = {
      'org.opencontainers.image.ref.name': 'ltsc2022',
      'io.github.containers.compression.zstd': 'true',
    };
    const notes = group([entry(1, '', { platform, annotations }), entry(2, 'linux/amd64')]).platforms.map(({ node }) =>
      platformNote(node),
    );
    expect(notes).toEqual(['10.0.1 · win32k · ltsc2022 · zstd', '']);
  });
});

function group(manifests: readonly object[]) {
  const { index, node } = indexOf(manifests);
  return groupEntries(childNodes(node, index));
}
