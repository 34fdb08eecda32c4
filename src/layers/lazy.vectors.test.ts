import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Descriptor } from '../oci/index.ts';
import { digestBytes, isDigest } from '../oci/index.ts';
import { byteStream } from '../testing/index.ts';
import {
  compareWithLayer,
  describeEntry,
  indexLayer,
  indexLazyLayer,
  type LayerIndex,
  lazyFormatOf,
  openEntry,
  parseZtoc,
  ztocOf,
} from './index.ts';

const file = '../shared/vectors/layers/lazy.json';
const isHere = existsSync(file);
if (!isHere) console.log(`${file} is not here: its cases are skipped`);

interface LazyCase {
  readonly name: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly base64: string;
  readonly ztoc?: {
    readonly digest: string;
    readonly gzipBase64: string;
    readonly descriptor: Descriptor;
    readonly spans: readonly { readonly in: number; readonly out: number; readonly bits: number }[];
  };
}

interface LazyFile {
  readonly tar: { readonly base64: string };
  readonly files: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
  readonly layers: readonly LazyCase[];
}

const absent: LazyFile = { tar: { base64: '' }, files: {}, layers: [] };
const vectors: LazyFile = isHere ? JSON.parse(readFileSync(file, 'utf8')) : absent;
/** Entries that stargz-snapshotter adds. */
const added = new Set(['.no.prefetch.landmark', '.prefetch.landmark', 'stargz.index.json']);

/** The table of this one leaves out the extended attributes of a file. */
const withoutXattrs = { reason: 'toc_entry_differs', path: 'big', detail: 'xattrs' };

describe.runIf(isHere)('lazy.json', () => {
  test.each(vectors.layers.filter(({ annotations }) => annotations))(
    '$name: lists and reads by ranges',
    async (layer) => {
      const blob = new Uint8Array(Buffer.from(layer.base64, 'base64'));
      const format = lazyFormatOf(layer);
      if (!format) throw new Error('not a lazy layer');
      const index = await indexLazyLayer(format, blob.length, async (from, to) => blob.slice(from, to));
      if (typeof index === 'string') throw new Error(index);
      expect(index.basis).toBe('verified');
      const whole = await indexLayer(byteStream(blob));
      expect(compareWithLayer(index, whole)).toEqual(layer.name === 'zstd-chunked-new' ? [withoutXattrs] : []);
      await expectFiles(index, blob);
      await expectFiles(whole, blob);
      if (layer.name !== 'zstd-chunked-new') await expectSameRows(index);
    },
  );

  test.each(vectors.layers.filter(({ annotations }) => annotations))('$name: refuses another table', async (layer) => {
    const blob = new Uint8Array(Buffer.from(layer.base64, 'base64'));
    const format = lazyFormatOf(layer);
    if (!format || !isDigest(layer.digest)) throw new Error('not a lazy layer');
    const read = async (from: number, to: number) => blob.slice(from, to);
    expect(await indexLazyLayer({ ...format, tocDigest: layer.digest }, blob.length, read)).toBe('toc_digest_differs');
  });

  test.each(vectors.layers.filter(({ ztoc }) => ztoc))('$name: lists and reads by spans', async (layer) => {
    const blob = new Uint8Array(Buffer.from(layer.base64, 'base64'));
    if (!layer.ztoc || !isDigest(layer.digest)) throw new Error('no zTOC');
    const ztoc = new Uint8Array(gunzipSync(Buffer.from(layer.ztoc.gzipBase64, 'base64')));
    expect(await digestBytes('sha256', ztoc)).toBe(layer.ztoc.digest);
    expect(ztocOf([layer.ztoc.descriptor], layer.digest)?.digest).toBe(layer.ztoc.digest);
    const index = parseZtoc(ztoc, blob.length, true);
    if (!index) throw new Error('not a zTOC');
    const { packed, unpacked, bits } = index.spans;
    const places = layer.ztoc.spans.map((_, span) => ({ in: packed[span], out: unpacked[span], bits: bits[span] }));
    expect(places).toEqual(
      layer.ztoc.spans.map(({ in: from, out, bits: unused }) => ({ in: from, out, bits: unused })),
    );
    expect(compareWithLayer(index, await indexLayer(byteStream(blob)))).toEqual([]);
    await expectFiles(index, blob);
    await expectSameRows(index);
  });
});

async function expectFiles(index: LayerIndex, blob: Uint8Array): Promise<void> {
  const read = async (from: number, to: number) => blob.slice(from, to);
  const found = new Map<string, string>();
  for (let row = 0; row < index.entries.count; row++) {
    const { path, type } = describeEntry(index, row);
    if (type !== 'file' || added.has(path)) continue;
    const bytes = new Uint8Array(await new Response(openEntry(index, row, read)).arrayBuffer());
    found.set(path, (await digestBytes('sha256', bytes)).slice('sha256:'.length));
  }
  const expected = Object.entries(vectors.files).map(([path, { sha256 }]) => [path, sha256]);
  expect([...found].sort()).toEqual(expected.sort());
}

/** The entries are those of the tar that all layers of the file are made from. */
async function expectSameRows(index: LayerIndex): Promise<void> {
  const tar = await indexLayer(byteStream(new Uint8Array(gunzipIfNeeded(Buffer.from(vectors.tar.base64, 'base64')))));
  const rows = (from: LayerIndex) =>
    Array.from({ length: from.entries.count }, (_, row) => describeEntry(from, row))
      .filter(({ path }) => !added.has(path))
      .map(({ contentAt: _at, ...row }) => row);
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  expect([...rows(index)].sort(byPath)).toEqual([...rows(tar)].sort(byPath));
}

function gunzipIfNeeded(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}
