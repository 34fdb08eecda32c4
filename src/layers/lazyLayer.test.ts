import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Digest, digestBytes } from '../oci/index.ts';
import { byteStream, tarFixture } from '../testing/index.ts';
import {
  compareWithLayer,
  describeEntry,
  indexLayer,
  indexLazyLayer,
  type LayerIndex,
  lazyFormatOf,
  openEntry,
  sociArtifactTypes,
  sociIndexBeside,
  sociIndexOf,
} from './index.ts';

const text = (value: string) => new TextEncoder().encode(value);
const digest = `sha256:${'a'.repeat(64)}` as Digest;
const prefix = 'io.github.containers.zstd-chunked.';

describe('lazyFormatOf', () => {
  test.each([
    ['no annotations', undefined, undefined],
    [
      'a table of eStargz',
      { 'containerd.io/snapshot/stargz/toc.digest': digest },
      { kind: 'estargz', tocDigest: digest },
    ],
    ['a digest that is not one', { 'containerd.io/snapshot/stargz/toc.digest': 'x' }, undefined],
    [
      'a table of zstd:chunked',
      { [`${prefix}manifest-position`]: '10:20:300:1', [`${prefix}manifest-checksum`]: digest },
      { kind: 'zstd-chunked', from: 10, to: 30, unpackedBytes: 300, tocDigest: digest },
    ],
    [
      'a table beyond the blob',
      { [`${prefix}manifest-position`]: '90:20:300:1', [`${prefix}manifest-checksum`]: digest },
      undefined,
    ],
    [
      'a table of another type',
      { [`${prefix}manifest-position`]: '10:20:300:2', [`${prefix}manifest-checksum`]: digest },
      undefined,
    ],
    [
      'a position that is not numbers',
      { [`${prefix}manifest-position`]: '1:2:-3:1', [`${prefix}manifest-checksum`]: digest },
      undefined,
    ],
  ])('finds %s', (_name, annotations, expected) => {
    expect(lazyFormatOf({ size: 100, ...(annotations ? { annotations } : {}) })).toEqual(expected);
  });
});

describe('eStargz', () => {
  test('is listed, and not proven, without a digest', async () => {
    const { blob } = await estargz();
    const index = await open(blob, {});
    expect(index).toMatchObject({ basis: 'listed', isTarComplete: true, entries: { count: 3 } });
    expect(await contentOf(index, 1, blob)).toBe('hello world');
    expect(await contentOf(index, 2, blob)).toBe('inner');
  });

  test('is proven by the digest of its JSON', async () => {
    const { blob, json } = await estargz();
    const tocDigest = await digestBytes('sha256', json);
    expect(await open(blob, { tocDigest })).toMatchObject({ basis: 'verified' });
    await expect(open(blob, { tocDigest: digest })).rejects.toThrow('toc_digest_differs');
  });

  test('has a footer of 47 bytes in its old form', async () => {
    const { blob } = await estargz('old');
    expect(await open(blob, {})).toMatchObject({ entries: { count: 3 } });
  });

  test('refuses a part that does not match its digest', async () => {
    const { blob, payloadAt } = await estargz();
    const other = new Uint8Array(gzipSync(text('hello wOrld')));
    const changed = blob.slice();
    changed.set(other, payloadAt);
    const index = await open(blob, {});
    await expect(contentOf(index, 1, changed)).rejects.toMatchObject({ code: 'data_loss', reason: 'digest_mismatch' });
    await expect(
      contentOf(
        index,
        1,
        blob.map(() => 0),
      ),
    ).rejects.toMatchObject({ reason: 'corrupt' });
  });

  test.each([
    ['has no footer', (blob: Uint8Array) => blob.slice(0, -1), 'toc_missing'],
    ['is shorter than a footer', () => new Uint8Array(3), 'toc_missing'],
    ['has a corrupt table', (blob: Uint8Array) => blob.fill(7, blob.length - 100, blob.length - 51), 'toc_invalid'],
  ])('is refused if it %s', async (_name, edit, refusal) => {
    await expect(open(edit((await estargz()).blob), {})).rejects.toThrow(refusal);
  });

  test('reports what its table and its tar say differently', async () => {
    const { blob } = await estargz('new', [
      { name: 'a', type: 'reg', size: 11, mode: 0o600 },
      { name: 'b', type: 'dir' },
    ]);
    const findings = compareWithLayer(await open(blob, {}), await indexLayer(byteStream(blob)));
    expect(findings).toEqual([
      { reason: 'toc_entry_differs', path: 'a', detail: 'mode' },
      { reason: 'toc_entry_not_in_tar', path: 'b' },
      { reason: 'toc_entry_missing', path: 'd' },
      { reason: 'toc_entry_missing', path: 'd/c' },
    ]);
  });

  test('leaves out invalid entries with a finding', async () => {
    const { blob } = await estargz('new', [
      null,
      { name: 'a' },
      { name: 'x', type: 'chunk' },
      { name: 'y', type: 'reg', size: -1 },
    ]);
    const index = await open(blob, {});
    expect(index).toMatchObject({
      isTarComplete: false,
      entries: { count: 0 },
      findingCounts: { toc_entry_invalid: 4 },
    });
  });

  test('refuses a file whose parts leave a gap', async () => {
    const { blob } = await estargz('new', [{ name: 'a', type: 'reg', size: 11, offset: 50, chunkSize: 5 }]);
    await expect(contentOf(await open(blob, {}), 0, blob)).rejects.toMatchObject({ reason: 'corrupt' });
  });

  test('fills parts of zeros without a request', async () => {
    const { blob } = await estargz('new', [{ name: 'a', type: 'reg', size: 3, chunkType: 'zeros', chunkSize: 3 }]);
    const index = await open(blob, {});
    const content = openEntry(index, 0, () => Promise.reject(new Error('requested')));
    expect(await new Response(content).text()).toBe('\0\0\0');
  });
});

describe('sociIndexOf', () => {
  const v1 = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest,
    artifactType: sociArtifactTypes.v1,
  } as never;

  test('prefers what the image names to a referrer', () => {
    expect(sociIndexOf({ 'com.amazon.soci.index-digest': digest }, [v1])).toEqual({ digest, isProven: true });
    expect(sociIndexOf(undefined, [v1])).toEqual({ digest, isProven: false });
    expect(sociIndexOf({}, [])).toBeUndefined();
  });

  test('finds the index beside an image', () => {
    const annotations = { 'com.amazon.soci.image-manifest-digest': digest };
    const manifest = { digest, artifactType: sociArtifactTypes.v2, annotations } as never;
    expect(sociIndexBeside([v1, manifest], digest)).toEqual({ digest, isProven: false });
  });
});

/** An eStargz blob with the file `a`, the folder `d`, and the file `d/c` that shares the member of the next header. */
async function estargz(
  footer: 'new' | 'old' = 'new',
  entries?: readonly unknown[],
): Promise<{ readonly blob: Uint8Array; readonly json: Uint8Array; readonly payloadAt: number }> {
  const tar = tarFixture(
    [{ name: 'a', content: 'hello world' }, { name: 'd/' }, { name: 'd/c', content: 'inner' }],
    new Uint8Array(0),
  );
  const [head, payload, rest] = [tar.slice(0, 512), tar.slice(512, 512 + 11), tar.slice(512 + 11)].map(
    (part) => new Uint8Array(gzipSync(part)),
  ) as [Uint8Array, Uint8Array, Uint8Array];
  const restAt = head.length + payload.length;
  // Padding of `a`, headers of `d` and `d/c`.
  const inner = 512 - 11 + 512 + 512;
  const sum = async (value: string) => await digestBytes('sha256', text(value));
  const listed = entries ?? [
    { name: 'd/', type: 'dir', mode: 0o755 },
    { name: 'a', type: 'reg', size: 11, mode: 0o644, offset: head.length, chunkDigest: await sum('hello world') },
    { name: 'd/c', type: 'reg', size: 5, mode: 0o644, offset: restAt, innerOffset: inner, digest: await sum('inner') },
  ];
  const json = text(JSON.stringify({ version: 1, entries: listed }));
  const toc = new Uint8Array(gzipSync(tarFixture([{ name: 'stargz.index.json', content: json }])));
  const at = (restAt + rest.length).toString(16).padStart(16, '0');
  const extra = footer === 'new' ? [26, 0, 0x53, 0x47, 22, 0, ...text(`${at}STARGZ`)] : [22, 0, ...text(`${at}STARGZ`)];
  const empty = new Uint8Array(deflateRawSync(new Uint8Array(0), { level: 0 }));
  const end = Uint8Array.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, ...extra, ...empty, ...new Uint8Array(8));
  expect(end.length).toBe(footer === 'new' ? 51 : 47);
  return { blob: new Uint8Array(Buffer.concat([head, payload, rest, toc, end])), json, payloadAt: head.length };
}

async function open(blob: Uint8Array, format: { readonly tocDigest?: Digest }): Promise<LayerIndex> {
  const index = await indexLazyLayer({ kind: 'estargz', ...format }, blob.length, async (from, to) =>
    blob.slice(from, to),
  );
  if (typeof index === 'string') throw new Error(index);
  if (index.entries.count > 0) expect(describeEntry(index, 0).path).not.toBe('');
  return index;
}

async function contentOf(index: LayerIndex, row: number, blob: Uint8Array): Promise<string> {
  return await new Response(openEntry(index, row, async (from, to) => blob.slice(from, to))).text();
}
