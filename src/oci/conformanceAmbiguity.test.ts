import { describe, expect, test } from 'vitest';
import { type DocumentKind, documentFindings, documentKind, mediaTypes } from './index.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: mediaTypes.ociConfig, digest, size: 2 };
const manifest = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers: [config] };
const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [] };

function found(kind: DocumentKind, document: unknown, contentType?: string): string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return documentFindings(kind, new TextEncoder().encode(text), contentType).map(
    ({ rule, path, severity }) => `${severity ?? 'error'} ${path}: ${rule}`,
  );
}

describe('documentFindings of keys of another kind', () => {
  test.each<[DocumentKind, object, string]>([
    ['manifest', { ...manifest, manifests: null }, 'manifests'],
    ['manifest', { ...manifest, fsLayers: [] }, 'fsLayers'],
    ['manifest', { ...manifest, Manifests: [] }, 'Manifests'],
    ['index', { ...index, config }, 'config'],
    ['index', { ...index, layers: [] }, 'layers'],
    ['index', { ...index, fsLayers: 0 }, 'fsLayers'],
    ['schema1', { schemaVersion: 1, fsLayers: [], manifests: [] }, 'manifests'],
    ['artifact', { mediaType: mediaTypes.ociArtifactManifest, config }, 'config'],
  ])('reports %s %j', (kind, document, path) => {
    const findings = found(kind, document);
    expect(findings.filter((line) => line.includes('or it could be read as another kind'))).toEqual([
      expect.stringContaining(`error ${path}: `),
    ]);
  });

  test('ignores unknown keys', () => {
    expect(found('manifest', { ...manifest, manifest: [], history: [] })).toEqual([]);
  });
});

describe('documentFindings of the media type', () => {
  test('notes a missing media type if it is recommended', () => {
    const { mediaType: _, ...silent } = manifest;
    expect(found('manifest', silent)).toEqual(['note mediaType: mediaType says what the document is']);
    expect(found('index', { schemaVersion: 2, manifests: [] })).toEqual([
      'note mediaType: mediaType says what the document is',
    ]);
    expect(found('config', { os: 'a', architecture: 'b', rootfs: { type: 'layers', diff_ids: [] } })).toEqual([]);
  });

  test('reports once a media type that differs from the Content-Type', () => {
    expect(found('manifest', manifest, mediaTypes.ociManifest)).toEqual([]);
    expect(found('manifest', manifest, mediaTypes.ociIndex)).toEqual([
      `error mediaType: mediaType is ${mediaTypes.ociIndex}, the type it was served as`,
    ]);
    expect(found('manifest', { ...manifest, mediaType: 'a/b' }, mediaTypes.ociManifest)).toEqual([
      `error mediaType: mediaType is ${mediaTypes.ociManifest}`,
    ]);
  });
});

describe('documentKind', () => {
  test('follows the media type, then the JSON suffix, and is undefined for other types', () => {
    const kinds = [...Object.values(mediaTypes), 'application/json', 'application/x.y', ''].map(documentKind);
    expect(kinds).toEqual([
      'manifest',
      'index',
      'config',
      'artifact',
      'json',
      'docker-manifest',
      'docker-index',
      'docker-config',
      'schema1',
      'schema1',
      undefined,
      'json',
      'json',
      undefined,
      undefined,
    ]);
  });
});
