import { describe, expect, test } from 'vitest';
import {
  asMediaType,
  type Descriptor,
  type DescriptorTarget,
  layerCountFindings,
  listedSubjectFindings,
  mediaTypes,
  statedPlatformFindings,
  targetFindings,
} from './index.ts';

const platform = {
  os: 'windows',
  architecture: 'arm64',
  variant: 'v8',
  osVersion: '10.0.1',
  osFeatures: ['b', 'win32k'],
};
const descriptor: Descriptor = {
  mediaType: mediaTypes.ociManifest,
  digest: `sha256:${'a'.repeat(64)}`,
  size: 10n,
  artifactType: 'application/x.y',
  platform,
};
const target: DescriptorTarget = {
  length: 10,
  mediaType: mediaTypes.ociManifest,
  artifactType: 'application/x.y',
  platform: { ...platform, osFeatures: ['win32k', 'b'] },
};

function found(stated: Partial<Descriptor>, actual: Partial<DescriptorTarget>): string[] {
  return targetFindings({ ...descriptor, ...stated }, { ...target, ...actual }, 'manifests.3').map(
    ({ rule, path }) => `${path}: ${rule}`,
  );
}

describe('targetFindings', () => {
  test('accepts a descriptor that matches its content', () => {
    expect(found({}, {})).toEqual([]);
  });

  test.each<[string, Partial<DescriptorTarget>, string]>([
    ['size', { length: 11 }, 'manifests.3.size: size is 11, the length of the content'],
    [
      'media type',
      { mediaType: mediaTypes.ociIndex },
      `manifests.3.mediaType: mediaType is ${mediaTypes.ociIndex}, what the content is`,
    ],
    ['artifact type', { artifactType: 'a/b' }, 'manifests.3.artifactType: artifactType is a/b, as in the manifest'],
    [
      'artifact type if the content has none',
      { artifactType: '' },
      'manifests.3.artifactType: artifactType is left out, as in the manifest',
    ],
    [
      'os',
      { platform: { os: 'linux', architecture: 'arm64' } },
      'manifests.3.platform.os: platform.os is linux, as in the config',
    ],
    [
      'architecture',
      { platform: { os: 'windows', architecture: 'amd64' } },
      'manifests.3.platform.architecture: platform.architecture is amd64, as in the config',
    ],
    [
      'variant',
      { platform: { os: 'windows', architecture: 'arm64', variant: 'v9' } },
      'manifests.3.platform.variant: platform.variant is v9, as in the config',
    ],
    [
      'os.version',
      { platform: { os: 'windows', architecture: 'arm64', osVersion: '10.0.2' } },
      'manifests.3.platform.os.version: platform.os.version is 10.0.2, as in the config',
    ],
    [
      'set of os.features',
      { platform: { ...platform, osFeatures: ['a'] } },
      'manifests.3.platform.os.features: platform.os.features is a, as in the config',
    ],
  ])('reports another %s', (_name, actual, expected) => {
    expect(found({}, actual)).toEqual([expected]);
  });

  test.each<[string, Partial<Descriptor>, Partial<DescriptorTarget>]>([
    ['media type', { mediaType: asMediaType(`${mediaTypes.ociManifest.toUpperCase()}; a=b`) }, {}],
    ['artifact type', { artifactType: 'Application/X.Y ;Version=1' }, { artifactType: 'application/x.y; version=1' }],
  ])('accepts the same %s in another spelling', (_name, stated, actual) => {
    expect(found(stated, actual)).toEqual([]);
  });

  test('reports an artifact type with other parameters, such as the version of a bundle', () => {
    expect(found({ artifactType: 'a/b;version=0.2' }, { artifactType: 'a/b;version=0.3' })).toHaveLength(1);
  });

  test('ignores fields that the descriptor or its content leaves out', () => {
    const bare = { mediaType: asMediaType(''), digest: descriptor.digest };
    expect(targetFindings(bare, target, 'config')).toEqual([]);
    expect(targetFindings(descriptor, { length: undefined }, 'config')).toEqual([]);
    expect(found({ platform: { os: 'unknown', architecture: 'unknown' } }, {})).toEqual([]);
    expect(found({}, { platform: { os: '', architecture: '' } })).toEqual([]);
  });

  test('accepts both names of schema1, and compares sizes beyond 2^53 exactly', () => {
    const schema1 = { mediaType: mediaTypes.dockerSchema1 };
    expect(found(schema1, { mediaType: mediaTypes.dockerSchema1Signed })).toEqual([]);
    expect(found({ size: 2n ** 53n + 1n }, { length: 2 ** 53 })).toHaveLength(1);
  });
});

describe('layerCountFindings', () => {
  const layers = [descriptor, descriptor];
  const step = { emptyLayer: false };
  const empty = { emptyLayer: true };
  const diffIds = ['a', 'b'];

  test('ignores steps without a layer', () => {
    for (const of of ['manifest', 'config'] as const) {
      expect(layerCountFindings(of, layers, { diffIds, history: [step, empty, step] })).toEqual([]);
      expect(layerCountFindings(of, layers, { diffIds, history: [] })).toEqual([]);
    }
  });

  test('reports diffIDs and notes history, worded for the document shown', () => {
    const config = { diffIds: ['a'], history: [step, step, step, empty] };
    const words = (of: 'manifest' | 'config') =>
      layerCountFindings(of, layers, config).map(
        ({ rule, path, severity }) => `${severity ?? 'error'} ${path}: ${rule}`,
      );
    expect(words('manifest')).toEqual([
      'error layers: layers has 1 entry, one for each diffID of the config',
      'note layers: layers has 3 entries, one for each step of the config’s history that made a layer',
    ]);
    expect(words('config')).toEqual([
      'error rootfs.diff_ids: diff_ids has 2 entries, one for each layer',
      'note history: history has 2 entries that made a layer, one for each layer; 3 say so',
    ]);
  });
});

describe('statedPlatformFindings', () => {
  const stated = { os: 'linux', architecture: 'arm64', variant: 'v8' };

  test('reports the fields in which the index entry differs', () => {
    const findings = statedPlatformFindings(stated, { os: 'linux', architecture: 'amd64' });
    expect(findings.map(({ rule, path }) => [rule, path])).toEqual([
      ['in the index entry that leads here, platform.architecture is amd64, as in this config, not arm64', ''],
    ]);
  });

  test('accepts an index entry with the same fields, fewer or none', () => {
    for (const entry of [stated, { os: 'linux', architecture: 'unknown' }, { os: '', architecture: '' }, undefined]) {
      expect(statedPlatformFindings(entry, stated)).toEqual([]);
    }
  });
});

describe('listedSubjectFindings', () => {
  const subject = { mediaType: mediaTypes.ociManifest, digest: descriptor.digest };

  test('reports another subject than the digest of the list', () => {
    expect(listedSubjectFindings(subject, descriptor.digest)).toEqual([]);
    expect(listedSubjectFindings(subject, 'sha256:b').map(({ path }) => path)).toEqual(['subject.digest']);
    expect(listedSubjectFindings(undefined, 'sha256:b').map(({ path }) => path)).toEqual(['subject']);
  });
});
