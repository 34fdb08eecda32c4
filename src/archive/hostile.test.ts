import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ContentStore, createMemoryStore, quarantine } from '../content/index.ts';
import { digestBytes, parseDigest } from '../oci/index.ts';
import {
  dockerSaveEntries,
  layoutEntries,
  type MadeEntry,
  type MadeImage,
  makeImage,
  makeTar,
} from '../testing/fixtures/archiveFixture.ts';
import { mutate, seeded } from '../testing/fixtures/archiveMutations.ts';
import { hostileDocuments } from '../testing/fixtures/hostileSchema1.ts';
import { leaveIngest } from '../testing/index.ts';
import { storeBytes } from '../testing/suites/contentStoreFixtures.ts';
import { importAll, importHostile, proveStore } from '../testing/suites/importSuite.ts';
import { readArchive } from './index.ts';

const good = await makeImage(new TextEncoder().encode('good '.repeat(3000)));
const other = await makeImage(new TextEncoder().encode('other '.repeat(3000)));
const all = [...good.entries, ...other.entries, ...layoutEntries([good, other])];
const mutations = 200;

/** Imports a modified layout of two images: what is refused, as `kind name`, and which images are imported. */
async function importOf(entries: readonly MadeEntry[], store: ContentStore = createMemoryStore()) {
  const imported = await importAll(store, await makeTar(entries));
  await proveStore(store, imported);
  const names = imported.images.flatMap((image) => image.names);
  return { refused: imported.refused.map(({ kind, name }) => `${kind} ${name}`), names, stored: imported.stored };
}

describe('an untrusted archive', () => {
  const cases: readonly (readonly [string, MadeEntry])[] = [
    ['name ../outside', { name: '../outside' }],
    ['name blobs/../../outside', { name: 'blobs/../../outside' }],
    ['name /../etc/passwd', { name: '/../etc/passwd' }],
    ['name C:\\windows', { name: 'C:\\windows' }],
    ['name a\\..\\b', { name: 'a\\..\\b' }],
    ['device dev/null', { name: 'dev/null', type: 'character-device' }],
    ['device pipe', { name: 'pipe', type: 'fifo' }],
    ['link hard', { name: 'hard', type: 'link', linkname: 'not-there' }],
    ['name blobs/sha256/AB', { name: 'blobs/sha256/AB' }],
    ['link out', { name: 'out', type: 'symlink', linkname: '../../etc/passwd' }],
    ['link nowhere', { name: 'nowhere', type: 'symlink', linkname: 'not-there' }],
    ['link loop', { name: 'loop', type: 'symlink', linkname: 'loop' }],
    ['sparse holes', { name: 'holes', pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' } }],
    ['duplicate ./index.json', { name: './index.json', content: '{}' }],
  ];
  it.each(cases)('reports %s as refused, and imports its images', async (refusal, entry) => {
    expect(await importOf([...all, entry])).toMatchObject({ refused: [refusal], names: ['name-0', 'name-1'] });
  });

  const schema1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
  const wrappers = hostileDocuments(new TextDecoder().decode(good.entries.map(contentOf).find(isManifest)));
  it.each(wrappers)(
    'stores a document forged as another signed manifest under its own digest only: $name',
    async (wrapper) => {
      const store = createMemoryStore();
      const own = await digestBytes('sha256', wrapper.bytes);
      for (const digest of [own, good.digest]) {
        const entry = { mediaType: schema1, digest, size: wrapper.bytes.length };
        const index = JSON.stringify({ schemaVersion: 2, manifests: [entry] });
        const entries = [
          { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
          { name: 'index.json', content: index },
          { name: `blobs/sha256/${digest.slice(7)}`, content: wrapper.bytes },
        ];
        const { stored } = await importOf(entries, store);
        expect(stored.filter((each) => each !== own)).toEqual([]);
      }
      const labels: unknown[] = [];
      await store.walk((info) => void labels.push(...Object.keys(info.labels)));
      expect(labels).toEqual([]);
      await expect(store.info(good.digest)).rejects.toMatchObject({ code: 'not_found' });
    },
  );

  it('refuses a signed manifest whose payload is another document', async () => {
    const [{ bytes } = failTest()] = wrappers;
    const digest = await digestBytes('sha256', bytes);
    const entry = { mediaType: schema1, digest, size: bytes.length };
    const { refused, stored } = await importOf([
      { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
      { name: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests: [entry] }) },
      { name: `blobs/sha256/${digest.slice(7)}`, content: bytes },
    ]);
    expect({ refused, stored }).toEqual({ refused: [`unreadable blobs/sha256/${digest.slice(7)}`], stored: [] });
  });

  it('limits the number of images it reads, and the content they reach in total', async () => {
    const entryOf = (at: number) => ({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: `sha256:${String(at).padStart(64, '0')}`,
      size: 2,
    });
    const index = (entries: readonly object[]) => JSON.stringify({ schemaVersion: 2, manifests: entries });
    const many = index(Array.from({ length: 20_001 }, (_, at) => entryOf(at)));
    const listed = await readArchive(new Blob([await makeTar([{ name: 'index.json', content: many }])]), quiet);
    expect([listed.images.length, listed.refused.map(({ kind }) => kind)]).toEqual([20_000, ['too_many']]);

    // Each reaches the same wide index.
    const wide = await blobOf(index(Array.from({ length: 20_000 }, (_, at) => entryOf(at))));
    const roots = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        blobOf(index([{ ...entryOf(at), ...wide.descriptor, annotations: { at: `${at}` } }])),
      ),
    );
    const entries = [wide, ...roots].map(({ entry }) => entry);
    const content = index(roots.map(({ descriptor }) => descriptor));
    const { images } = await readArchive(
      new Blob([await makeTar([...entries, { name: 'index.json', content }])]),
      quiet,
    );
    const reached = images.reduce((sum, { needs }) => sum + needs.size, 0);
    expect([images.length, reached]).toEqual([20, 200_000]);
    expect(images.at(-1)?.broken?.kind).toBe('too_many');
  });

  it('refuses an image whose own manifest is missing', async () => {
    const entries = all.filter(({ name }) => !name.endsWith(good.digest.slice(7)));
    const tar = await makeTar(entries);
    const imported = await importAll(createMemoryStore(), tar);
    expect(imported.images.map(({ names }) => names)).toEqual([['name-1']]);
    expect(imported.refused).toMatchObject([{ kind: 'missing' }]);
    const nothing = await importAll(createMemoryStore(), tar, { ifRefused: 'nothing' });
    expect([nothing.images, nothing.refusedCount]).toEqual([[], 1]);
  });

  it('replaces quarantined content, and keeps its source labels', async () => {
    const store = createMemoryStore();
    await importOf(all, store);
    const source = { 'containerd.io/distribution.source.quay.io': 'team/app' };
    const isOfGood = ({ name }: MadeEntry) => name.startsWith('blobs/');
    const digests = good.entries.filter(isOfGood).map(({ name }) => parseDigest(`sha256:${name.split('/').at(-1)}`));
    for (const digest of digests) {
      await store.update({ digest, labels: source }, 'labels');
      await quarantine(store, digest, new Date(0));
    }
    // An ingest of another file must not take over the labels.
    await leaveIngest(store, `import-${good.layer}`, new TextEncoder().encode('other bytes'));
    const { stored } = await importOf(all, store);
    expect(new Set(stored)).toEqual(new Set(digests));
    for (const digest of digests) expect((await store.info(digest)).labels).toEqual(source);
  });

  it('reports an image as incomplete if a part is evicted before its manifest is stored', async () => {
    const store = createMemoryStore();
    const layer = parseDigest(`sha256:${good.entries[0]?.name.split('/').at(-1)}`);
    const writer = store.writer.bind(store);
    store.writer = async (ref, descriptor, options) => {
      // The last content stored before the manifests.
      if (descriptor?.digest === other.config) await store.collect([layer]);
      return writer(ref, descriptor, options);
    };
    const tar = await makeTar(all);
    const imported = await importAll(store, tar);
    expect(imported.images.map(({ names }) => names)).toEqual([['name-1']]);
    expect(imported.refused).toMatchObject([{ kind: 'evicted', name: layer }]);
    await store.collect([...imported.stored]);
    expect(await importAll(store, tar, { ifRefused: 'nothing' })).toMatchObject({ images: [], stored: [] });
  });

  it('keeps a part of a refused image that other content refers to by now', async () => {
    const store = createMemoryStore();
    const bad = all.map((entry) => (isLayer(entry, good) ? { ...entry, content: 'wrong '.repeat(2500) } : entry));
    const writer = store.writer.bind(store);
    store.writer = async (ref, descriptor, options) => {
      if (descriptor?.digest === other.config) {
        const held = await storeBytes(store, new TextEncoder().encode('{"another":1}'));
        await store.link(held, { children: [good.config] });
      }
      return writer(ref, descriptor, options);
    };
    await importAll(store, await makeTar(bad));
    expect(await store.info(good.config)).toMatchObject({ digest: good.config });
  });

  it('imports nothing if anything is refused and the user chose so', async () => {
    const store = createMemoryStore();
    const tar = await makeTar([...all, { name: '../outside' }]);
    expect(await importAll(store, tar, { ifRefused: 'nothing' })).toMatchObject({ images: [], stored: [] });
    expect(await proveStore(store, undefined)).toEqual(new Set());
  });

  it('refuses a layer that does not match its digest: its image is not imported, and its stored parts are removed', async () => {
    const bad = all.map((entry) => (isLayer(entry, good) ? { ...entry, content: 'wrong '.repeat(2500) } : entry));
    const { refused, names, stored } = await importOf(bad);
    expect(refused).toEqual([`mismatch ${good.entries[0]?.name}`]);
    expect(names).toEqual(['name-1']);
    expect(stored.toSorted()).toEqual([other.digest, other.config, other.layer].toSorted());
    const store = createMemoryStore();
    expect(await importAll(store, await makeTar(bad), { ifRefused: 'nothing' })).toMatchObject({ images: [] });
    expect(await proveStore(store, undefined)).toEqual(new Set());
    expect(await store.listStatuses()).toEqual([]);
  });

  it('refuses a config, a manifest or a size that does not match', async () => {
    for (const [at, kind] of [
      [1, 'mismatch'],
      [2, 'mismatch'],
      [0, 'size'],
    ] as const) {
      const { name } = good.entries[at] ?? {};
      const bent = all.map((entry) => (entry.name === name ? { ...entry, content: `${text(entry)} ` } : entry));
      const { refused, names } = await importOf(bent);
      expect(refused).toContain(`${kind} ${name}`);
      expect(names).toEqual(['name-1']);
    }
  });

  it('skips a truncated image, and imports what came before, plain and in gzip', async () => {
    const entries = [...layoutEntries([other, good]), ...other.entries, ...good.entries.toReversed()];
    const tar = await makeTar(entries);
    for (const file of [tar.slice(0, -3000), gzipSync(tar).subarray(0, -40)]) {
      const store = createMemoryStore();
      const imported = await importAll(store, new Blob([new Uint8Array(file)]));
      expect(imported.refused.map(({ kind }) => kind)).toContain('cut');
      expect(imported.images.map(({ digest }) => digest)).toEqual([other.digest]);
      expect(await proveStore(store, imported)).toEqual(new Set([other.digest, other.config, other.layer]));
    }
  });

  it('accepts layers that are not in the archive', async () => {
    const { refused, names } = await importOf(all.filter((entry) => !isLayer(entry, good)));
    expect([refused, names]).toEqual([[], ['name-0', 'name-1']]);
  });

  it('resumes an ingest of an earlier attempt, and restarts one of other bytes', async () => {
    for (const begun of [text(good.entries[0]).slice(0, 7000), 'of another file '.repeat(100)]) {
      const store = createMemoryStore();
      await leaveIngest(store, `import-${good.layer}`, new TextEncoder().encode(begun));
      expect(await importOf(all, store)).toMatchObject({ refused: [], names: ['name-0', 'name-1'] });
    }
  });

  it('fails with a readable error if the file is not a tar or has no image', async () => {
    const signal = new AbortController().signal;
    const files = [
      new Uint8Array(0),
      new TextEncoder().encode('# a text\n'.repeat(400)),
      new TextEncoder().encode('{"spdxVersion":"SPDX-2.3"}'),
      new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
      new Uint8Array(gzipSync('no tar'.repeat(1000))),
      await makeTar([{ name: 'etc/passwd', content: 'root' }]),
      await makeTar([{ name: 'index.json', content: '[]' }]),
    ];
    for (const file of files) {
      const reading = readArchive(new Blob([new Uint8Array(file)]), { onProgress: () => undefined, signal });
      await expect(reading).rejects.toMatchObject({ reason: 'unsupported', detail: { title: expect.any(String) } });
    }
  });

  it('stops unpacking at a compression ratio far above that of archives', async () => {
    const tar = await makeTar([...all, { name: 'zeros', content: new Uint8Array(80 * 2 ** 20) }]);
    const imported = await importAll(createMemoryStore(), new Blob([new Uint8Array(gzipSync(tar))]));
    expect(imported).toMatchObject({ images: [{ names: ['name-0'] }, { names: ['name-1'] }] });
    expect(imported.refused.map(({ kind }) => kind)).toEqual(['bomb']);
  });
});

describe('200 corrupt archives', () => {
  it.each([
    ['a layout', all],
    ['a docker save archive', dockerSaveEntries(good)],
  ])(
    'made from %s store only verified content and complete images',
    async (_, entries) => {
      const tar = await makeTar(entries);
      const outcomes = new Set<string>();
      for (let seed = 0; seed < mutations; seed++) {
        const random = seeded(seed);
        const bent = mutate(tar, random);
        const file = seed % 4 === 0 ? mutateRarely(new Uint8Array(gzipSync(bent, { level: 1 })), random) : bent;
        const store = createMemoryStore();
        const ifRefused = seed % 3 === 0 ? 'nothing' : 'keep';
        const imported = await importHostile(store, file, { ifRefused });
        const digests = await proveStore(store, imported);
        if (ifRefused === 'nothing' && imported?.refusedCount) expect([seed, digests]).toEqual([seed, new Set()]);
        outcomes.add(imported ? `${imported.images.length} ${imported.refusedCount > 0}` : 'error');
      }
      // The test proves nothing if all outcomes are alike.
      expect(outcomes.size).toBeGreaterThan(3);
    },
    60_000,
  );
});

function mutateRarely(bytes: Uint8Array<ArrayBuffer>, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  return random(3) === 0 ? mutate(bytes, random) : bytes;
}

function isLayer({ name }: MadeEntry, { entries: [layer] }: MadeImage): boolean {
  return name === layer?.name;
}

function text(entry: MadeEntry | undefined): string {
  const { content = '' } = entry ?? {};
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

const quiet = { onProgress: () => undefined, signal: new AbortController().signal };

/** An index as an archive entry, and its descriptor. */
async function blobOf(content: string) {
  const digest = await digestBytes('sha256', new TextEncoder().encode(content));
  return {
    entry: { name: `blobs/sha256/${digest.slice(7)}`, content },
    descriptor: { mediaType: 'application/vnd.oci.image.index.v1+json', digest, size: content.length },
  };
}

function contentOf({ content }: MadeEntry): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : (content ?? new Uint8Array());
}

function isManifest(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 200)).includes('manifest.v1+json');
}

function failTest(): never {
  throw new Error('the fixture is not what this test needs');
}
