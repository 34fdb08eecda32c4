import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { byteStream, noiseFixture, tarFixture } from '../testing/index.ts';
import { describeEntry, indexLayer, type LayerIndex, openEntry, parseIndex, serializeIndex } from './index.ts';

const sizes = [0, 1, 511, 512, 70_000, 900_000, 2_500_000, 3];
const files = sizes.map((size, at) => ({ name: `f${at}`, content: noiseFixture(size, 40 + at, at + 1) }));
const tar = tarFixture(files);

/** The same tar in each compression. */
const blobs: readonly (readonly [name: string, blob: Uint8Array])[] = [
  ['plain', tar],
  ['gzip', gzip(tar)],
  ['gzip with stored blocks', new Uint8Array(gzipSync(tar, { level: 0 }))],
  ['gzip with many members', joined(pieces(tar, 100_003).map(gzip))],
  ['zstd with many frames', joined(pieces(tar, 200_001).map(zstdRaw))],
  ['zstd with one frame', zstdRaw(tar)],
];

describe('openEntry', () => {
  test.each(blobs)('reads each file of %s by ranges', async (_name, blob) => {
    const index = await indexLayer(byteStream(blob, 50_000));
    expect(index.findings).toEqual([]);
    const stored = parseIndex(serializeIndex(index));
    if (!stored) throw new Error('not an index');
    for (const row of files.keys()) {
      expect(Buffer.from(await contentOf(index, row, blob)).equals(files[row]?.content ?? tar)).toBe(true);
      expect(Buffer.from(await contentOf(stored, row, blob)).equals(files[row]?.content ?? tar)).toBe(true);
    }
  });

  test.each(blobs)('covers %s with spans, and reads little more than the file', async (name, blob) => {
    const index = await indexLayer(byteStream(blob, 50_000));
    let read = 0;
    const last = openEntry(index, files.length - 1, async (from, to) => {
      read += to - from;
      return blob.slice(from, to);
    });
    await new Response(last).arrayBuffer();
    // One zstd frame can be read from its start only.
    if (name !== 'zstd with one frame') expect(read).toBeLessThan(1_000_000);
    expect([index.spans.packed[0], index.packedSize]).toEqual([0, blob.length]);
  });

  test.each(blobs)('refuses bytes of %s that changed since it was indexed', async (_name, blob) => {
    const index = await indexLayer(byteStream(blob));
    const changed = blob.with(blob.length - 2000, (blob.at(-2000) ?? 0) ^ 1);
    await expect(contentOf(index, files.length - 1, changed)).rejects.toMatchObject({ reason: 'digest_mismatch' });
  });

  test('fills the holes of a sparse file with zeros', async () => {
    const sparse = tarFixture([
      { name: 's', content: 'abcd', pax: { 'GNU.sparse.map': '2,1,5,0,8,3,12,0', 'GNU.sparse.size': '12' } },
      { name: 'h', pax: { 'GNU.sparse.map': '5,0', 'GNU.sparse.size': '5' } },
    ]);
    const index = await indexLayer(byteStream(sparse));
    expect(index.findings).toEqual([]);
    const text = async (row: number) => new TextDecoder().decode(await contentOf(index, row, sparse));
    expect(await text(0)).toBe('\0\0a\0\0\0\0\0bcd\0');
    expect(await text(1)).toBe('\0'.repeat(5));
  });

  test('refuses a row that is not a file', async () => {
    const index = await indexLayer(byteStream(tarFixture([{ name: 'd/' }])));
    expect(describeEntry(index, 0).type).toBe('dir');
    for (const row of [0, 1, -1]) expect(() => openEntry(index, row, async () => tar)).toThrow('not a file');
  });
});

async function contentOf(index: LayerIndex, row: number, blob: Uint8Array): Promise<Uint8Array> {
  const stream = openEntry(index, row, async (from, to) => blob.slice(from, to));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function gzip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

/** A zstd frame of raw blocks, with a window of 1 MiB. */
function zstdRaw(bytes: Uint8Array): Uint8Array {
  const blocks = pieces(bytes, 128 * 1024).map((piece, at, all) => {
    const header = (piece.length << 3) | (at === all.length - 1 ? 1 : 0);
    return joined([Uint8Array.of(header & 0xff, (header >> 8) & 0xff, header >> 16), piece]);
  });
  return joined([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50), ...blocks]);
}

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
