import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import { digestBytes, mediaTypes } from '../oci/index.ts';
import {
  dockerSaveEntries,
  layoutEntries,
  type MadeEntry,
  makeImage,
  makeTar,
} from '../testing/fixtures/archiveFixture.ts';
import { importAll, proveStore } from '../testing/suites/importSuite.ts';
import { compareWithStore, readArchive } from './index.ts';

const [one, other] = [await makeImage(new Uint8Array(3000)), await makeImage(new Uint8Array(4000))];
const indexText = JSON.stringify({
  schemaVersion: 2,
  mediaType: mediaTypes.ociIndex,
  manifests: [one, other].map(({ digest, size }, at) => ({
    mediaType: mediaTypes.ociManifest,
    digest,
    size,
    platform: { os: 'linux', architecture: ['amd64', 'arm64'][at] },
  })),
});
const index = { text: indexText, digest: await digestBytes('sha256', new TextEncoder().encode(indexText)) };

const read = (file: Blob) => readArchive(file, { onProgress: () => undefined, signal: new AbortController().signal });
const readTar = async (entries: readonly MadeEntry[]) => read(new Blob([await makeTar(entries)]));

/** An index of both, with two names. */
const nested: readonly MadeEntry[] = [
  ...one.entries,
  ...other.entries,
  { name: `blobs/${index.digest.replace(':', '/')}`, content: index.text },
  {
    name: 'index.json',
    content: JSON.stringify({
      schemaVersion: 2,
      manifests: ['docker.io/team/app:1', 'docker.io/team/app:latest'].map((name) => ({
        mediaType: mediaTypes.ociIndex,
        digest: index.digest,
        size: index.text.length,
        annotations: { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': name.slice(-1) },
      })),
    }),
  },
];

describe('readArchive', () => {
  it('lists an index with its platforms once, with all its names, and imports its children', async () => {
    const { images } = await readTar(nested);
    expect(images).toMatchObject([
      {
        digest: index.digest,
        mediaType: mediaTypes.ociIndex,
        names: ['docker.io/team/app:1', 'docker.io/team/app:latest'],
        platforms: ['linux/amd64', 'linux/arm64'],
      },
    ]);
    expect(images[0]?.manifests.map(({ digest }) => digest)).toEqual([one.digest, other.digest, index.digest]);
    const store = createMemoryStore();
    const imported = await importAll(store, await makeTar(nested));
    expect(await proveStore(store, imported)).toEqual(new Set(images[0]?.needs.keys()));
    expect((await store.referredBy(other.digest, 5)).infos).toMatchObject([{ digest: index.digest, linked: true }]);
  });

  it('prefers the layout if docker wrote both forms', async () => {
    const manifest = { name: 'manifest.json', content: JSON.stringify([{ Config: 'x', RepoTags: [], Layers: [] }]) };
    const archive = await readTar([manifest, ...one.entries, ...layoutEntries([one])]);
    expect([archive.form, archive.images.length, archive.refused]).toEqual(['oci', 1, []]);
    const broken = await readTar([...dockerSaveEntries(one), { name: 'index.json', content: '{"manifests":7}' }]);
    expect([broken.form, broken.images.length]).toEqual(['docker', 1]);
    expect(broken.refused).toMatchObject([{ kind: 'unreadable', name: 'index.json' }]);
  });

  it('refuses by name a changed config in the old form of docker save', async () => {
    const name = `${'0'.repeat(64)}.json`;
    const entries = dockerSaveEntries(one).map((entry) => {
      if (entry.name === 'config.json') return { ...entry, name };
      const content = typeof entry.content === 'string' ? entry.content : new TextDecoder().decode(entry.content);
      return entry.name === 'manifest.json' ? { ...entry, content: content.replace('config.json', name) } : entry;
    });
    const broken = { kind: 'mismatch', name };
    expect(await readTar(entries)).toMatchObject({ images: [{ broken }], refused: [broken] });
  });

  it('reads a single manifest, index or config whose other parts may be missing', async () => {
    const store = createMemoryStore();
    const archive = await read(new Blob([index.text]));
    expect(archive).toMatchObject({ form: 'document', images: [{ digest: index.digest, manifests: [{}] }] });
    expect(await compareWithStore(archive, store)).toMatchObject([
      { missing: [one.digest, other.digest], broken: undefined },
    ]);
    const imported = await importAll(store, new TextEncoder().encode(index.text));
    expect(await proveStore(store, imported)).toEqual(new Set([index.digest]));
    const [, config] = one.entries;
    expect(await read(new Blob([new Uint8Array(Buffer.from(config?.content ?? ''))]))).toMatchObject({
      images: [{ digest: one.config, mediaType: mediaTypes.ociConfig }],
    });
  });
});
