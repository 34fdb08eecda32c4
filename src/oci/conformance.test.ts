import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkDocument, type DocumentKind } from './index.ts';

const file = '../shared/vectors/imagespec-valid-invalid.json';
const isHere = existsSync(file);
if (!isHere) console.log(`${file} is not here: its cases are skipped`);

interface Case {
  readonly kind: DocumentKind;
  readonly body: string;
  readonly valid: boolean;
  readonly why: string;
}

const cases: readonly Case[] = isHere ? JSON.parse(readFileSync(file, 'utf8')).cases : [];

describe.runIf(isHere)('imagespec-valid-invalid.json', () => {
  test.each(cases)('$kind $valid: $why', ({ kind, body, valid, why }) => {
    const findings = checkDocument(statedKind(kind, why), new TextEncoder().encode(body));
    if (valid) expect(findings).toEqual([]);
    else expect(findings).not.toEqual([]);
  });

  /** Two examples of the specification are in the chapter of another kind; their media type names the right one. */
  function statedKind(kind: DocumentKind, why: string): DocumentKind {
    if (why.includes('descriptor.v1%2Bjson')) return 'descriptor';
    return why.includes('image.index.v1%2Bjson') ? 'index' : kind;
  }
});

const digest = `sha256:${'a'.repeat(64)}`;
const good = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };

function rulesOf(kind: DocumentKind, document: unknown): string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return checkDocument(kind, new TextEncoder().encode(text)).map(({ rule, path }) => `${path}: ${rule}`);
}

describe('checkDocument', () => {
  test('names rule, path and section in a finding', () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ schemaVersion: 2, config: good, layers: [{ ...good, size: -1 }] }),
    );
    expect(checkDocument('manifest', bytes)).toEqual([
      { rule: 'size is an integer of at least 0 (int64)', path: 'layers.0.size', section: 'descriptor.md#properties' },
    ]);
  });

  test.each<[string, DocumentKind, unknown, string]>([
    [
      'schemaVersion 1',
      'manifest',
      { schemaVersion: 1, config: good, layers: [good] },
      'schemaVersion: schemaVersion is 2',
    ],
    ['schemaVersion 2.0', 'index', '{"schemaVersion":2.0,"manifests":[]}', 'schemaVersion: schemaVersion is 2'],
    ['no manifests', 'index', { schemaVersion: 2 }, 'manifests: manifests is required'],
    [
      'another media type',
      'index',
      { schemaVersion: 2, mediaType: 'a/b', manifests: [] },
      'mediaType: mediaType is application/vnd.oci.image.index.v1+json',
    ],
    [
      'an empty config without artifactType',
      'manifest',
      { schemaVersion: 2, config: { ...good, mediaType: 'application/vnd.oci.empty.v1+json' }, layers: [good] },
      'artifactType: artifactType is required if the config is empty',
    ],
    [
      'a name twice',
      'descriptor',
      `{"size":2,"mediaType":"a/b","digest":"${digest}","size":2}`,
      'size: "size" occurs only once in its object',
    ],
    ['data of another length', 'descriptor', { ...good, data: 'e30xMQ==' }, 'data: data is as long as size says'],
    [
      'size 2^63',
      'descriptor',
      `{"size":9223372036854775808,"mediaType":"a/b","digest":"${digest}"}`,
      'size: size is an integer of at least 0 (int64)',
    ],
    [
      'an unsupported time',
      'config',
      { os: 'linux', architecture: 'x', rootfs: { type: 'layers', diff_ids: [] }, created: 'today' },
      'created: created is an RFC 3339 time',
    ],
    ['bad JSON', 'layout', '{', ': unexpected end of JSON input'],
  ])('reports %s', (_name, kind, document, expected) => {
    expect(rulesOf(kind, document)).toContain(expected);
  });

  test('accepts unknown properties and media types', () => {
    const descriptor = { ...good, mediaType: 'application/x.unheard-of', 'x-more': [1] };
    expect(rulesOf('manifest', { schemaVersion: 2, config: descriptor, layers: [descriptor], other: null })).toEqual(
      [],
    );
  });

  test('reports at most a hundred findings for a hostile document', () => {
    expect(rulesOf('index', { schemaVersion: 2, manifests: Array.from({ length: 5000 }, () => 1) })).toHaveLength(100);
  });
});
