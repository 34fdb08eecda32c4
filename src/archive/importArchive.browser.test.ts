import { describe, expect, it } from 'vitest';
import { type ContentStore, openIndexedDbStore } from '../content/index.ts';
import { dockerSaveEntries, layoutEntries, makeImage, makeTar } from '../testing/fixtures/archiveFixture.ts';
import { mutate, seeded } from '../testing/fixtures/archiveMutations.ts';
import { importAll, importHostile, proveStore } from '../testing/suites/importSuite.ts';

// Differences that Node hides: browsers unpack only one gzip member, and read files piece by piece.

const layer = new Uint8Array(3 * 2 ** 20).map((_, at) => (at * at) % 251);
const image = await makeImage(layer);
const tar = await makeTar([...image.entries, ...layoutEntries([image])]);
const whole = new Set([image.digest, image.config, image.layer]);
const mutations = 12;

function openStore(): Promise<ContentStore> {
  return openIndexedDbStore({ name: `import-${crypto.randomUUID()}` });
}

describe('an archive in a browser', () => {
  it('is imported from a file into IndexedDB', async () => {
    const store = await openStore();
    const imported = await importAll(store, new File([tar], 'image.tar'));
    expect(imported).toMatchObject({ refused: [], images: [{ digest: image.digest }] });
    expect(await proveStore(store, imported)).toEqual(whole);
  });

  it('is unpacked from gzip of several members, wherever one ends', async () => {
    const cuts = [0, 700, 512 * 9, 1_000_000, tar.length];
    const members = await Promise.all(cuts.slice(1).map((end, at) => gzip(tar.slice(cuts[at], end))));
    const store = await openStore();
    const imported = await importAll(store, new File([...members, new Uint8Array(512)], 'image.tar.gz'));
    expect(imported.refused).toEqual([]);
    expect(await proveStore(store, imported)).toEqual(whole);
  });

  it('resumes an import that was stopped', async () => {
    const store = await openStore();
    const stop = new AbortController();
    const importing = importAll(store, new Blob([tar]), {
      signal: stop.signal,
      onProgress: ({ blobs, done }) => {
        if (blobs && done > 2 ** 20) stop.abort();
      },
    });
    await expect(importing).rejects.toMatchObject({ name: 'AbortError' });
    const [left] = await store.listStatuses();
    expect(left).toMatchObject({ ref: `import-${image.layer}`, total: layer.length });
    expect(left?.offset).toBeGreaterThan(0);
    expect(await proveStore(store, undefined)).not.toContain(image.digest);
    const imported = await importAll(store, new Blob([tar]));
    expect(await proveStore(store, imported)).toEqual(whole);
    expect(await store.listStatuses()).toEqual([]);
  });

  it('stores only verified content if it is corrupt', async () => {
    const small = await makeImage(new Uint8Array(2000));
    const saved = await makeTar(dockerSaveEntries(small));
    const store = await openStore();
    for (let seed = 0; seed < mutations; seed++) {
      const bent = mutate(saved, seeded(seed));
      await importHostile(store, seed % 2 ? bent : await gzip(bent));
    }
    await proveStore(store, undefined);
  });
});

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
