import { describe, expect, test } from 'vitest';
import { type DocumentKind, documentFindings, mediaTypes } from './index.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: mediaTypes.ociConfig, digest, size: 2 };
const manifest = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers: [config] };

function notes(kind: DocumentKind, document: unknown): string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return documentFindings(kind, new TextEncoder().encode(text))
    .filter(({ severity }) => severity === 'note')
    .map(({ rule, path }) => `${path}: ${rule}`);
}

const spelled = (path: string, name: string, found: string) =>
  `${path}: the name is spelled "${name}": Go reads "${found}" as the same, others do not`;

describe('documentFindings of names in other case', () => {
  test.each<[DocumentKind, object, string]>([
    ['manifest', { ...manifest, MediaType: 'a/b' }, spelled('MediaType', 'mediaType', 'MediaType')],
    ['manifest', { ...manifest, config: { ...config, SIZE: 3 } }, spelled('config.SIZE', 'size', 'SIZE')],
    ['manifest', { ...manifest, layerſ: [] }, spelled('layerſ', 'layers', 'layerſ')],
    [
      'manifest',
      { ...manifest, layers: [config, { ...config, Digest: digest }] },
      spelled('layers.1.Digest', 'digest', 'Digest'),
    ],
    [
      'index',
      {
        schemaVersion: 2,
        mediaType: mediaTypes.ociIndex,
        manifests: [{ ...config, platform: { os: 'a', architecture: 'b', OS: 'c' } }],
      },
      spelled('manifests.0.platform.OS', 'os', 'OS'),
    ],
    [
      'config',
      { os: 'a', architecture: 'b', rootfs: { type: 'layers', diff_ids: [] }, config: { user: 'root' } },
      spelled('config.user', 'User', 'user'),
    ],
    ['schema1', { FsLayers: [] }, spelled('FsLayers', 'fsLayers', 'FsLayers')],
    ['descriptor', { ...config, Data: '' }, spelled('Data', 'data', 'Data')],
  ])('notes names that Go folds: %s %j', (kind, document, expected) => {
    expect(notes(kind, document)).toContain(expected);
  });

  test('ignores annotations, labels, unknown properties and other JSON', () => {
    const odd = { ...manifest, annotations: { MediaType: 'x' }, other: { Size: 1 } };
    expect(notes('manifest', odd)).toEqual([]);
    expect(notes('json', { MediaType: 'x' })).toEqual([]);
  });
});

describe('documentFindings of numbers', () => {
  const rule = 'an integer is at most 9007199254740991 (2^53 − 1), or some readers round it';

  test('notes a number that a double cannot hold, in any field', () => {
    const text = JSON.stringify({ ...manifest, x: [0, { y: 1 }] });
    expect(notes('manifest', text.replace('"size":2', '"size":9007199254740993'))).toEqual([`config.size: ${rule}`]);
    expect(notes('json', '{"x":[0,{"y":-9007199254740992}]}')).toEqual([`x.1.y: ${rule}`]);
    expect(notes('json', '1e999')).toEqual([`: ${rule}`]);
    expect(notes('json', `[${'9'.repeat(100)}]`)).toEqual([`0: ${rule}`]);
  });

  test('accepts a number that a double holds', () => {
    expect(notes('json', '[9007199254740991, -9007199254740991, 1e300, 0.1, 12345678901234567890.5]')).toEqual([]);
  });
});

test('documentFindings notes a duplicate name in other JSON, where it is allowed', () => {
  expect(notes('json', '{"a":{"b":1,"c":2,"b":3}}')).toEqual(['a.b: "b" occurs only once in its object']);
});

test('documentFindings reports 100 of 100,000 findings in one pass', () => {
  const odd = `{"Size":99999999999999999,"size":1},`.repeat(100_000);
  const text = `{"layers":[${odd}{}]}`;
  expect(documentFindings('index', new TextEncoder().encode(text))).toHaveLength(100);
  const repeated = `{${'"a":0,'.repeat(100_000)}"a":0}`;
  expect(documentFindings('json', new TextEncoder().encode(repeated))).toHaveLength(100);
});
