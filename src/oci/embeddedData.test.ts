import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { mediaTypes, parseManifest, proveEmbedded } from './index.ts';

const config = { mediaType: mediaTypes.ociConfig, digest: `sha256:${'a'.repeat(64)}`, size: 2 };

function carried(text: string, algorithm = 'sha256', data = Buffer.from(text).toString('base64')) {
  const digest = `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;
  return { mediaType: 'text/plain', digest, size: Buffer.byteLength(text), data };
}

function proofsOf(layers: readonly object[], more: object = {}): [string, string][] {
  const text = JSON.stringify({ schemaVersion: 2, config, layers, ...more });
  return [...proveEmbedded(parseManifest(mediaTypes.ociManifest, new TextEncoder().encode(text)))];
}

test('proves data that matches its digest, with each algorithm, in every descriptor', () => {
  const layers = [carried('a?b>ü'), config, carried('b', 'sha512'), carried('c', 'sha384'), carried('')];
  expect(proofsOf(layers, { config: carried('{}'), subject: carried('s') })).toEqual([
    ['config', 'proved'],
    ['layers/0', 'proved'],
    ['layers/2', 'proved'],
    ['layers/3', 'proved'],
    ['layers/4', 'proved'],
    ['subject', 'proved'],
  ]);
});

test('reports data that hashes to another digest', () => {
  expect(proofsOf([carried('one', 'sha256', Buffer.from('two').toString('base64'))])).toEqual([['layers/0', 'other']]);
});

test('reports data that cannot be compared with its digest as unfit', () => {
  const long = carried('one');
  const layers = [
    { ...long, size: 4 },
    { ...long, data: 'not base64!' },
    { ...long, data: 'b25l\nb25l' },
    { ...carried('??>'), data: 'Pz8-' },
    { ...carried('a'), data: 'YQ' },
    { ...long, digest: 'blake3:0000' },
    { ...long, digest: '' },
  ];
  expect(new Set(proofsOf(layers).map(([, proof]) => proof))).toEqual(new Set(['unfit']));
  expect(proofsOf(layers)).toHaveLength(layers.length);
});
