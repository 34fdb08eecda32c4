import { describe, expect, test } from 'vitest';
import { checkDocument } from './index.ts';

const emptyLayer = 'sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4';
const layer = `sha256:${'b'.repeat(64)}`;
const signature = { header: { alg: 'ES256' }, signature: 'c2ln', protected: 'e30' };
const good = {
  schemaVersion: 1,
  name: 'team/app',
  tag: 'v1',
  architecture: 'amd64',
  fsLayers: [{ blobSum: emptyLayer }, { blobSum: layer }],
  history: [{ v1Compatibility: '{"throwaway":true}' }, { v1Compatibility: '{"id":"b"}' }],
  signatures: [signature],
};

function found(document: unknown): string[] {
  return checkDocument('schema1', new TextEncoder().encode(JSON.stringify(document))).map(
    ({ rule, path, severity }) => `${severity ?? 'error'} ${path}: ${rule}`,
  );
}

describe('checkDocument of schema1', () => {
  test('accepts a valid manifest', () => {
    expect(found(good)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['schemaVersion', { schemaVersion: 2 }, 'error schemaVersion: schemaVersion is 1'],
    ['a missing architecture', { architecture: undefined }, 'error architecture: architecture is required'],
    ['a name that is not a string', { name: 5 }, 'error name: name is a string'],
    ['no layers', { fsLayers: [], history: [] }, 'error fsLayers: fsLayers has at least one entry'],
    [
      'a layer without blobSum',
      { fsLayers: [{ blobSum: emptyLayer }, {}] },
      'error fsLayers.1.blobSum: blobSum is required',
    ],
    [
      'a blobSum that is not a digest',
      { fsLayers: [{ blobSum: emptyLayer }, { blobSum: 'x' }] },
      'error fsLayers.1.blobSum: digest is algorithm:encoded',
    ],
    [
      'history that does not pair with the layers',
      { history: good.history.slice(0, 1) },
      'error history: history has 2 entries, one for each of fsLayers',
    ],
    [
      'a step that is not JSON',
      { history: [good.history[0], { v1Compatibility: '{' }] },
      'error history.1.v1Compatibility: v1Compatibility is a JSON object in a string',
    ],
    [
      'a step that is not an object',
      { history: [good.history[0], { v1Compatibility: '[]' }] },
      'error history.1.v1Compatibility: v1Compatibility is a JSON object in a string',
    ],
    [
      'a throwaway step with a layer',
      { fsLayers: [{ blobSum: layer }, { blobSum: layer }] },
      'note history.0.v1Compatibility: a throwaway step has the empty layer',
    ],
    [
      'no signatures',
      { signatures: undefined },
      'note signatures: signatures say who made the manifest; it is read without them',
    ],
    ['an empty list of signatures', { signatures: [] }, 'error signatures: signatures has at least one entry'],
    [
      'a signature without its protected header',
      { signatures: [{ ...signature, protected: undefined }] },
      'error signatures.0.protected: protected is required',
    ],
    [
      'a signature with a header that is not an object',
      { signatures: [{ ...signature, header: 'x' }] },
      'error signatures.0.header: header is an object',
    ],
  ])('reports a manifest with %s', (_name, change, expected) => {
    expect(found({ ...good, ...change })).toEqual([expected]);
  });
});
