import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import {
  documentFindings,
  documentKind,
  type Finding,
  parseManifest,
  proveEmbedded,
  referenceFindings,
} from './index.ts';

const folder = '../shared/vectors/manifests';
const isHere = existsSync(`${folder}/index.json`);
if (!isHere) console.log(`${folder} is not here: its documents are skipped`);

interface Vector {
  readonly file: string;
  readonly mediaType: string;
  readonly sha256: string;
}

const vectors: readonly Vector[] = isHere ? JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) : [];

/** Vectors that break a rule of their kind; all others break none. */
const broken: Readonly<Record<string, readonly string[]>> = {
  'ci-v2s1-invalid-signatures.json': ['fsLayers', 'signatures'],
  'ci-v2s2-nomime.json': ['layers'],
  'ci-unknown-version.json': ['schemaVersion', 'manifests'],
  'synthetic-data-embedded-wrong.json': ['layers.0.data'],
  'synthetic-crlf-tabs.json': ['layers'],
  'synthetic-bigint-size.json': ['layers'],
};

const noted: Readonly<Record<string, readonly string[]>> = {
  'synthetic-bigint-size.json': ['config.size'],
  'synthetic-buildkit-cache-index.json': ['manifests.0.mediaType'],
  'ximager-helm-nginx.json': ['mediaType'],
  'synthetic-sha512-manifest.json': [],
  'alpine-index-16.json': [],
  'soci-index-rabbitmq.json': [],
  'ollama-gemma-2b.json': [],
};

describe.runIf(isHere)('vector documents', () => {
  test.each(vectors.flatMap((vector) => (documentKind(vector.mediaType) ? [vector] : [])))(
    '$file breaks only the rules it is known to break',
    (vector) => {
      const findings = findingsOf(vector);
      const paths = (isNote: boolean) =>
        findings.filter(({ severity }) => (severity === 'note') === isNote).map(({ path }) => path);
      expect(paths(false)).toEqual(broken[vector.file] ?? []);
      const expected = noted[vector.file];
      if (expected) expect(paths(true)).toEqual(expected);
    },
  );

  test('proveEmbedded compares all embedded data with its digest', () => {
    const proofs = (file: string) => {
      const vector = vectors.find((each) => each.file === file);
      const manifest = vector && readManifest(vector);
      return manifest ? [...proveEmbedded(manifest).values()] : [];
    };
    expect(proofs('synthetic-data-embedded.json')).toEqual(['proved', 'proved']);
    expect(proofs('synthetic-data-embedded-wrong.json')).toEqual(['proved', 'unfit']);
  });
});

function findingsOf(vector: Vector): readonly Finding[] {
  const kind = documentKind(vector.mediaType);
  const manifest = readManifest(vector);
  return [
    ...(kind ? documentFindings(kind, bytesOf(vector)) : []),
    ...(manifest ? referenceFindings(manifest, vector.sha256) : []),
  ];
}

function readManifest(vector: Vector) {
  try {
    return parseManifest(vector.mediaType, bytesOf(vector));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

function bytesOf({ file }: Vector): Uint8Array {
  return new Uint8Array(readFileSync(`${folder}/${file}`));
}
