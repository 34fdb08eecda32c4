import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ContentStore, createMemoryStore } from '../content/index.ts';
import { type Digest, mediaTypes, parseDigest, parseNamedReference } from '../oci/index.ts';
import { storeContent } from '../testing/fixtures/storeContent.ts';
import { runProgram } from '../testing/servers/runProgram.ts';
import { tarEnd, tarHeader } from './tarHeader.ts';
import { type LayoutOptions, layoutArchive } from './writeLayout.ts';

let store: ContentStore;
let options: LayoutOptions;
const large = new Uint8Array(2 ** 20 * 2 + 5).map((_, index) => index % 251);

beforeEach(async () => {
  store = createMemoryStore();
  const [config, layer, manifest] = await Promise.all([
    put(new TextEncoder().encode('{"os":"linux"}')),
    put(large),
    put(new TextEncoder().encode('{}'), 'sha512'),
  ]);
  options = {
    root: { ...manifest, mediaType: mediaTypes.ociManifest },
    name: parseNamedReference('alpine:3.20'),
    image: { config: config.digest, layers: [layer.digest] },
    parts: [manifest, layer, config, layer],
  };
});

describe('the archive file', () => {
  it('has its documents first, then folders and content by name, each once, with no owner and no time', async () => {
    const { list } = await written(options);
    const [config, layer] = [options.image?.config, options.image?.layers[0]].map((digest) => digest?.slice(7) ?? '');
    const blobs = [
      [config, 14],
      [layer, large.length],
    ].sort();
    expect(list.map(([mode, owner, size, date, , name]) => [mode, owner, Number(size), date, name])).toEqual([
      ['-rw-r--r--', '0/0', 30, '1970-01-01', 'oci-layout'],
      ['-rw-r--r--', '0/0', expect.any(Number), '1970-01-01', 'index.json'],
      ['-rw-r--r--', '0/0', expect.any(Number), '1970-01-01', 'manifest.json'],
      ['drwxr-xr-x', '0/0', 0, '1970-01-01', 'blobs/'],
      ['drwxr-xr-x', '0/0', 0, '1970-01-01', 'blobs/sha256/'],
      ...blobs.map(([name, size]) => ['-rw-r--r--', '0/0', size, '1970-01-01', `blobs/sha256/${name}`]),
      ['drwxr-xr-x', '0/0', 0, '1970-01-01', 'blobs/sha512/'],
      ['-rw-r--r--', '0/0', 2, '1970-01-01', `blobs/${options.root.digest.replace(':', '/')}`],
    ]);
  });

  it('has the stated length, and the same bytes whatever the order of its parts', async () => {
    const { bytes } = await written(options);
    expect(bytes.length).toBe(layoutArchive(options).lengthBytes);
    const other = await written({ ...options, parts: options.parts.toReversed() });
    expect(Buffer.compare(other.bytes, bytes)).toBe(0);
  });

  it('names the image as each program reads it, and omits the name if it has no tag', async () => {
    const { root, image } = options;
    expect(await documents(options)).toEqual({
      index: [
        {
          mediaType: root.mediaType,
          digest: root.digest,
          size: 2,
          annotations: {
            'io.containerd.image.name': 'docker.io/library/alpine:3.20',
            'org.opencontainers.image.ref.name': '3.20',
          },
        },
      ],
      docker: [
        {
          Config: `blobs/sha256/${image?.config.slice(7)}`,
          RepoTags: ['alpine:3.20'],
          Layers: [`blobs/sha256/${image?.layers[0]?.slice(7)}`],
        },
      ],
    });
    const unnamed = await documents({ ...options, name: parseNamedReference(`alpine@${image?.config}`) });
    expect(unnamed).toMatchObject({ index: [{ digest: root.digest }], docker: [{ RepoTags: [] }] });
    expect(unnamed.index[0]).not.toHaveProperty('annotations');
  });

  it('lists referrers after the root, by digest', async () => {
    const entry = (letter: string) => ({
      digest: parseDigest(`sha256:${letter.repeat(64)}`),
      mediaType: mediaTypes.ociManifest,
      size: 7,
      artifactType: 'application/spdx+json',
    });
    const { index } = await documents({ ...options, referrers: [entry('b'), entry('a')] });
    expect(index.map(({ digest }) => digest)).toEqual([options.root.digest, entry('a').digest, entry('b').digest]);
    expect(index[1]).toEqual(entry('a'));
  });

  it('states the size of a part above 8 GiB in a pax header, which tar reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ociscope-tar-'));
    try {
      const size = 9 * 2 ** 30 + 3;
      const header = tarHeader('blobs/sha256/a', size);
      const file = await open(join(folder, 'large.tar'), 'w');
      await file.write(header);
      // The content is not written: the file has a hole.
      await file.truncate(header.length + Math.ceil(size / 512) * 512 + tarEnd.length);
      await file.close();
      expect(await runProgram('tar', ['tvf', join(folder, 'large.tar')])).toContain(` ${size} `);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('content that does not match its digest or size', () => {
  it('ends the file with an error before the last chunk', async () => {
    const digest = options.image?.layers[0];
    if (!digest) throw new Error('there is no layer');
    const damaged: Pick<ContentStore, 'readerAt'> = {
      readerAt: async (of, asked) => {
        const reader = await store.readerAt(of, asked);
        if (of.digest !== digest) return reader;
        const flip = (bytes: Uint8Array, at: number) =>
          bytes.map((byte, index) => (at === 0 && index === 7 ? ~byte : byte));
        const readAt = async (at: number, length: number) => flip(await reader.readAt(at, length), at);
        return { info: reader.info, size: reader.size, readAt, close: () => reader.close() };
      },
    };
    const given: Uint8Array[] = [];
    const reading = (async () => {
      for await (const piece of layoutArchive(options).write(damaged)) given.push(piece);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'data_loss', reason: 'corrupt', detail: { digest } });
    const pieces = given.filter(({ length }) => length >= 2 ** 20);
    expect(pieces).toHaveLength(2);
  });

  it('is refused if it was removed meanwhile or has another size', async () => {
    const [config] = [options.image?.config];
    await store.delete(config ?? '');
    await expect(written(options)).rejects.toMatchObject({ code: 'not_found' });
    const parts = options.parts.map((part) => (part.digest === config ? part : { ...part, size: part.size - 1 }));
    await expect(written({ ...options, parts })).rejects.toMatchObject({ reason: 'corrupt' });
  });
});

async function put(
  bytes: Uint8Array,
  algorithm = 'sha256',
): Promise<{ readonly digest: Digest; readonly size: number }> {
  const digest = parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
  await storeContent(store, { bytes, digest });
  return { digest, size: bytes.length };
}

/** The complete file, and what tar lists in it. */
async function written(asked: LayoutOptions): Promise<{ readonly bytes: Buffer; readonly list: readonly string[][] }> {
  const pieces: Uint8Array[] = [];
  for await (const piece of layoutArchive(asked).write(store)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-tar-'));
  try {
    const file = await open(join(folder, 'layout.tar'), 'w');
    await file.write(bytes);
    await file.close();
    const text = await runProgram('tar', ['--utc', '--numeric-owner', '-tvf', join(folder, 'layout.tar')]);
    return {
      bytes,
      list: text
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function documents(asked: LayoutOptions) {
  const { bytes } = await written(asked);
  const text = bytes.toString('latin1');
  const read = (name: string) => {
    const at = text.indexOf(`${name}\0`);
    const size = Number.parseInt(text.slice(at + 124, at + 135), 8);
    return JSON.parse(text.slice(at + 512, at + 512 + size));
  };
  const index: { readonly manifests: readonly { readonly digest: string }[] } = read('index.json');
  return { index: index.manifests, docker: read('manifest.json') };
}
