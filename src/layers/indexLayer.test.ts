import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { digestBytes } from '../oci/index.ts';
import { byteStream, noiseFixture, type TarFixtureEntry, tarFixture } from '../testing/index.ts';
import { describeEntry, type IndexProgress, indexLayer, type LayerIndex, parseIndex, serializeIndex } from './index.ts';
import { IndexBuilder } from './indexBuilder.ts';
import type { LayerEntry } from './layerEntry.ts';

/** The frame of `hello` in one raw block, with its size and the low half of its XXH64. */
const zstdHello = Uint8Array.of(
  0x28,
  0xb5,
  0x2f,
  0xfd,
  0x24,
  5,
  0x29,
  0,
  0,
  0x68,
  0x65,
  0x6c,
  0x6c,
  0x6f,
  0xa3,
  0x6d,
  0x9f,
  0x88,
);

describe('a tar', () => {
  test('keeps names, link names and extended attributes that are not UTF-8', async () => {
    const capability = Uint8Array.of(1, 0, 0, 2, 0xff, 0xfe, 0, 0x0a);
    const index = await indexTar([
      {
        name: Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xe9),
        content: 'x',
        pax: { 'SCHILY.xattr.security.capability': capability },
      },
    ]);
    const entry = describeEntry(index, 0);
    expect(entry.path).toBe('\ufeffa\ufffd');
    expect(entry.xattrs).toEqual([{ name: 'security.capability', value: capability }]);
  });

  test.each([
    ['base-256', (header: Uint8Array) => header.set([0x80, 0, 0, 0, 0, 1, 0, 0], 108), { uid: 65536 }],
    ['negative base-256', (header: Uint8Array) => header.fill(0xff, 136, 148), { seconds: -1 }],
    [
      'blanks around octal digits',
      (header: Uint8Array) => header.set([0x20, 0x20, 0x37, 0x20, 0, 0, 0, 0], 116),
      { gid: 7 },
    ],
    ['an empty number', (header: Uint8Array) => header.fill(0, 100, 108), { mode: 0 }],
  ])('reads %s', async (_name, edit, expected) => {
    const index = await indexTar([{ name: 'a', edit }]);
    expect(describeEntry(index, 0)).toMatchObject(expected);
  });

  test('accepts a checksum of signed bytes', async () => {
    const tar = tarFixture([{ name: Uint8Array.of(0xff), content: 'x' }]);
    const signed = tar
      .subarray(0, 512)
      .reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : (byte << 24) >> 24), 0);
    tar.set(new TextEncoder().encode(signed.toString(8).padStart(6, '0')), 148);
    const index = await indexLayer(byteStream(tar));
    expect(index).toMatchObject({ compression: 'none', isTarComplete: true, entries: { count: 1 } });
  });

  test('adds a fraction of a second to a time before 1970', async () => {
    const index = await indexTar([
      { name: 'a', pax: { mtime: '-1.25' } },
      { name: 'b', pax: { mtime: '10.5' } },
    ]);
    expect(describeEntry(index, 0)).toMatchObject({ seconds: -2, nanoseconds: 750_000_000 });
    expect(describeEntry(index, 1)).toMatchObject({ seconds: 10, nanoseconds: 500_000_000 });
  });

  test('takes the size of a pax header, and the long name of GNU before its path', async () => {
    const long = 'n'.repeat(120);
    const index = await indexTar([
      { name: long, content: 'four', size: 0, pax: { size: '4', path: 'other' } },
      { name: 'b' },
    ]);
    expect([describeEntry(index, 0).path, describeEntry(index, 0).size]).toEqual([long, 4]);
    expect(describeEntry(index, 1).path).toBe('b');
  });

  test('replaces an earlier pax header of the same entry', async () => {
    const first = tarFixture([{ name: 'x', type: 'x', content: '13 path=gone\n' }], new Uint8Array(0));
    const index = await indexLayer(byteStream(concat(first, tarFixture([{ name: 'a', pax: { uid: '5' } }]))));
    expect(describeEntry(index, 0)).toMatchObject({ path: 'a', uid: 5 });
  });

  test('reads a prefix that old Go wrote into a GNU header, and not the times that GNU writes there', async () => {
    const gnuWith = (field: string) => (header: Uint8Array) => {
      header.set(new TextEncoder().encode('ustar  \0'), 257);
      header.set(new TextEncoder().encode(field), 345);
    };
    const index = await indexTar([
      { name: 'a', edit: gnuWith('dir/sub') },
      { name: 'b', edit: gnuWith('00000000012\0') },
    ]);
    expect([0, 1].map((row) => describeEntry(index, row).path)).toEqual(['dir/sub/a', 'b']);
  });

  test('lists a regular entry with a slash as a file, and one of type NUL as a folder', async () => {
    const index = await indexTar([
      { name: 'f/', type: '0' },
      { name: 'd/', type: '\0' },
    ]);
    expect([0, 1].map((row) => describeEntry(index, row).type)).toEqual(['file', 'dir']);
    expect(reasons(index)).toEqual(['file_with_slash']);
  });

  test('has no content for a link with a size, and skips that of an unknown type', async () => {
    const index = await indexTar([
      { name: 'a', content: 'text' },
      { name: 'b', type: '1', link: 'a', size: 4 },
      { name: 'c', type: 'Z', content: 'odd' },
      { name: 'd' },
    ]);
    expect([0, 1, 2, 3].map((row) => describeEntry(index, row).type)).toEqual(['file', 'hardlink', 'unknown', 'file']);
    expect(describeEntry(index, 2).storedSize).toBe(3);
    expect(reasons(index)).toEqual(['unknown_type']);
  });

  test.each([
    ['0.0', { 'GNU.sparse.size': '9000', 'GNU.sparse.offset': '8192' }, undefined],
    ['with a map that overlaps', { 'GNU.sparse.map': '0,10,5,10', 'GNU.sparse.size': '9000' }, undefined],
    [
      '0.1',
      { 'GNU.sparse.map': '8192,4', 'GNU.sparse.size': '9000', 'GNU.sparse.name': 'real' },
      { path: 'real', size: 9000, storedSize: 4 },
    ],
  ])('reads a sparse file of format %s', async (_name, pax, expected) => {
    const index = await indexTar([{ name: 'a', content: 'data', pax }]);
    if (expected) expect(describeEntry(index, 0)).toMatchObject(expected);
    else expect(reasons(index)).toEqual(['tar_header_invalid']);
  });

  test.each([
    ['a header', 100, 0, 'tar_cut'],
    ['content', 600, 1, 'tar_cut'],
    ['padding', 1000, 1, undefined],
  ])('lists what comes before a cut in %s', async (_name, length, count, reason) => {
    const index = await indexLayer(
      byteStream(tarFixture([{ name: 'a', content: 'x'.repeat(400) }]).slice(0, length)),
      {},
    );
    expect(index.entries.count).toBe(length === 100 ? 0 : count);
    if (length >= 512) expect(reasons(index)).toEqual(reason ? [reason] : []);
  });

  test('ends at a block of zeros that something follows, with a finding', async () => {
    const entry = { name: 'a', content: 'x' };
    const index = await indexLayer(byteStream(tarFixture([entry], concat(new Uint8Array(512), tarFixture([entry])))));
    expect(index.entries.count).toBe(1);
    expect(reasons(index)).toEqual(['tar_header_invalid']);
    expect(index.isTarComplete).toBe(false);
  });

  test('hashes what comes after its end', async () => {
    const tar = concat(tarFixture([{ name: 'a' }]), new TextEncoder().encode('more'));
    const index = await indexLayer(byteStream(tar, 100));
    expect(index).toMatchObject({ isTarComplete: true, diffId: await digestBytes('sha256', tar) });
  });
});

describe('a stream', () => {
  test('reports a media type and a diffID that differ', async () => {
    const tar = tarFixture([{ name: 'a' }]);
    const index = await indexLayer(byteStream(new Uint8Array(gzipSync(tar))), {
      mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd',
      diffId: await digestBytes('sha256', new Uint8Array(0)),
    });
    expect(reasons(index)).toEqual(['compression_differs', 'diff_id_differs']);
  });

  test.each([
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ] as const)('names %s, which is not read', async (compression, magic) => {
    const index = await indexLayer(byteStream(Uint8Array.from(magic)));
    expect(index).toMatchObject({ compression, isStreamComplete: false, isTarComplete: false, entries: { count: 0 } });
    expect(reasons(index)).toEqual(['compression_unsupported']);
  });

  test('lists the entries before bytes that follow the last gzip member', async () => {
    const packed = new Uint8Array(gzipSync(tarFixture([{ name: 'a', content: 'text' }])));
    const index = await indexLayer(byteStream(concat(packed, new TextEncoder().encode('garbage'))));
    expect(index.entries.count).toBe(1);
    expect(reasons(index)).toEqual(['trailing_bytes']);
  });

  test('lists the entries before a wrong checksum', async () => {
    const packed = new Uint8Array(gzipSync(tarFixture([{ name: 'a', content: 'text' }])));
    packed.set([1, 2, 3, 4], packed.length - 8);
    const index = await indexLayer(byteStream(packed));
    expect(index).toMatchObject({ isStreamComplete: false, isTarComplete: true, entries: { count: 1 } });
    expect(reasons(index)).toEqual(['stream_corrupt']);
  });

  test('verifies the checksum of a gzip header', async () => {
    const packed = new Uint8Array(gzipSync(tarFixture([{ name: 'a' }])));
    const crc = crc16([0x1f, 0x8b, 8, 2, ...packed.subarray(4, 10)]);
    const withChecksum = (value: number) =>
      concat(Uint8Array.of(0x1f, 0x8b, 8, 2, ...packed.subarray(4, 10), value & 0xff, value >> 8), packed.slice(10));
    expect((await indexLayer(byteStream(withChecksum(crc)))).findings).toEqual([]);
    expect(reasons(await indexLayer(byteStream(withChecksum(crc ^ 1))))).toEqual(['stream_corrupt']);
  });

  test.each([
    ['a wrong checksum', [...zstdHello.slice(0, -1), 0], 5, 'stream_corrupt'],
    ['a wrong content size', zstdHello.with(5, 6), 5, 'stream_corrupt'],
    ['a cut checksum', zstdHello.slice(0, -1), 5, 'stream_cut'],
    ['zeros at the end', [...zstdHello, 0, 0], 5, 'trailing_zeros'],
    ['other bytes at the end', [...zstdHello, 1, 2, 3, 4], 5, 'trailing_bytes'],
    ['a window that is too large', [0x28, 0xb5, 0x2f, 0xfd, 0, 0xff, 1, 0, 0], 0, 'compression_bomb'],
    ['a dictionary', [0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 5, 1, 0, 0], 0, 'stream_corrupt'],
  ])('reports a zstd frame with %s', async (_name, bytes, unpackedSize, reason) => {
    const index = await indexLayer(byteStream(Uint8Array.from(bytes)));
    expect([index.unpackedSize, reasons(index)[0]]).toEqual([unpackedSize, reason]);
  });

  test('stops at zstd blocks that make the decoder move its window all the time', async () => {
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 17 << 3];
    const block = [(1 << 3) | 2, 0, 0, 0x61];
    const blob = Uint8Array.from(
      { length: 6 + 4 * 400_000 },
      (_, at) => (at < 6 ? frame[at] : block[(at - 6) % 4]) ?? 0,
    );
    const index = await indexLayer(byteStream(blob));
    expect(reasons(index)).toContain('compression_bomb');
  });

  test('stops at a bomb', async () => {
    const zeros = deflateRawSync(Buffer.alloc(80 << 20), { level: 9 });
    const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0);
    const index = await indexLayer(byteStream(concat(header, new Uint8Array(zeros))));
    expect(reasons(index)).toContain('compression_bomb');
    expect(index.unpackedSize).toBeLessThan(70 << 20);
  });

  test('reports progress with the entries so far', async () => {
    const progress: IndexProgress[] = [];
    const previews: number[] = [];
    const tar = tarFixture([{ name: 'a', content: 'x'.repeat(2000) }, { name: 'b' }]);
    await indexLayer(byteStream(tar, 1024), {
      onProgress: (now) => {
        progress.push(now);
        previews.push(now.preview().entries.count);
      },
    });
    expect(previews).toEqual(progress.map(({ entries }) => entries));
    expect([previews[0], previews.at(-1), progress.at(-1)?.unpackedBytes]).toEqual([1, 2, tar.length]);
  });

  test('throws the reason of an abort, and an error of the stream', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(indexLayer(byteStream(tarFixture([])), { signal: controller.signal })).rejects.toBe(reason);
    const broken = new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(reason) });
    await expect(indexLayer(broken)).rejects.toBe(reason);
  });
});

describe('limits', () => {
  test('lists up to a number of entries, and says that more follow', () => {
    const builder = new IndexBuilder(2);
    const entry = { ...emptyEntry, name: new TextEncoder().encode('a') };
    expect([1, 2, 3, 4].map(() => builder.add(entry))).toEqual([0, 1, undefined, undefined]);
    expect([builder.isCut, builder.findings.counts.too_many_entries]).toEqual([true, 2]);
  });

  test('lists a path of 4,096 bytes, and leaves out a longer one', async () => {
    const path = (length: number) => 'd/'.repeat((length - 2) / 2).concat('ab');
    const index = await indexTar([{ name: path(4096) }, { name: path(4098) }]);
    expect([index.entries.count, describeEntry(index, 0).path.length, reasons(index)]).toEqual([
      1,
      4096,
      ['path_too_long'],
    ]);
    expect(index.isTarComplete).toBe(false);
  });

  test('lists a name of 256 bytes with a finding', async () => {
    expect(reasons(await indexTar([{ name: 'n'.repeat(256) }]))).toEqual(['name_too_long']);
  });

  test('reports a limited number of findings of a kind, and counts the others', async () => {
    const index = await indexTar(Array.from({ length: 150 }, (_, at) => ({ name: `/${at}` })));
    expect([index.findings.length, index.findingCounts.path_absolute]).toEqual([100, 150]);
  });
});

describe('a serialized index', () => {
  test('is the same when it is parsed', async () => {
    const content = noiseFixture(3 << 20, 64);
    const tar = tarFixture([
      { name: 'a', content },
      { name: 'b', type: '2', link: 'a', pax: { mtime: '1.5', 'SCHILY.xattr.user.a': 'b' } },
      { name: '../c', uid: 5, content },
    ]);
    const index = await indexLayer(byteStream(new Uint8Array(gzipSync(tar))));
    expect(index.spans.packed.length).toBeGreaterThan(1);
    expect(parseIndex(serializeIndex(index))).toEqual(index);
  });

  test('is not accepted if its version or its columns are wrong', async () => {
    const bytes = serializeIndex(await indexTar([{ name: 'a/b', content: 'x' }]));
    expect(parseIndex(bytes.with(8, 99))).toBeUndefined();
    expect(parseIndex(bytes.slice(0, bytes.length - 8))).toBeUndefined();
    expect(parseIndex(new Uint8Array(3))).toBeUndefined();
  });
});

const emptyEntry: LayerEntry = {
  name: new Uint8Array(0),
  type: 0,
  mode: 0o644,
  uid: 0,
  gid: 0,
  user: new Uint8Array(0),
  group: new Uint8Array(0),
  size: 0,
  storedSize: 0,
  contentAt: 0,
  mtime: 0,
  nanoseconds: 0,
  link: new Uint8Array(0),
  major: 0,
  minor: 0,
  xattrs: undefined,
  sparseMap: undefined,
};

/** The low half of CRC-32. */
function crc16(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc & 0xffff;
}

function indexTar(entries: readonly TarFixtureEntry[]): Promise<LayerIndex> {
  return indexLayer(byteStream(tarFixture(entries), 1000));
}

function reasons(index: LayerIndex): readonly string[] {
  return index.findings.map(({ reason }) => reason);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
