import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import { type Digest, digestBytes, mediaTypes } from '../oci/index.ts';
import { poison } from '../testing/fakes/poisonedStore.ts';
import { hostileDocuments } from '../testing/fixtures/hostileSchema1.ts';
import { storeContent } from '../testing/fixtures/storeContent.ts';
import { createPullThroughStage, type PullThroughStage } from '../testing/index.ts';
import { importAll, proveStore } from '../testing/suites/importSuite.ts';
import { openExport, planExport } from './planExport.ts';

const all = { platforms: [], referrers: false };

let stage: PullThroughStage;

beforeEach(() => {
  stage = createPullThroughStage();
});

describe('planExport', () => {
  it('treats an entry that is not a valid manifest, or too large for one, as a blob', async () => {
    const none = await put(new TextEncoder().encode('no manifest'));
    const large = await put(new Uint8Array(4 * 1024 * 1024 + 1));
    const root = await putIndex([{ digest: none }, { digest: large }]);
    const plan = await planExport(stage.library.closures(), root, all);
    expect(plan).toMatchObject({ total: { count: 3 }, missing: { count: 0 }, isPartial: false });
    expect((await openExport(stage.library.closures(), root, all)).lengthBytes).toBe(plan.fileBytes);
    await expect(planExport(stage.library.closures(), none, all)).rejects.toMatchObject({ code: 'invalid_argument' });
    await expect(planExport(stage.library.closures(), large, all)).rejects.toMatchObject({
      code: 'resource_exhausted',
    });
  });

  it('needs no foreign layer, includes one that is stored, and the file can be imported again', async () => {
    const foreign = new TextEncoder().encode('a layer from elsewhere');
    const config = new TextEncoder().encode('{"os":"windows","architecture":"amd64"}');
    const own = new TextEncoder().encode('a layer of its own');
    const stated = async (mediaType: string, bytes: Uint8Array) => ({
      ...{ mediaType, digest: await digestBytes('sha256', bytes), size: bytes.length },
    });
    const foreignType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    const layers = [
      { ...(await stated(foreignType, foreign)), urls: ['https://example.com/layer'] },
      await stated('application/vnd.docker.image.rootfs.diff.tar', own),
    ];
    await Promise.all([put(config), put(own)]);
    const manifest = {
      ...{ schemaVersion: 2, mediaType: mediaTypes.dockerManifest },
      ...{ config: await stated(mediaTypes.dockerConfig, config), layers },
    };
    const root = await put(new TextEncoder().encode(JSON.stringify(manifest)));
    for (const isStored of [false, true]) {
      if (isStored) await put(foreign);
      const count = isStored ? 4 : 3;
      expect(await planExport(stage.library.closures(), root, all)).toMatchObject({
        ...{ total: { count }, missing: { count: 0 }, lacking: [] },
      });
      const pieces: BlobPart[] = [];
      const archive = await openExport(stage.library.closures(), root, all);
      for await (const piece of archive.write(stage.store)) pieces.push(new Uint8Array(piece));
      const store = createMemoryStore();
      const imported = await importAll(store, new Blob(pieces), { ifRefused: 'nothing' });
      expect([imported.refused, imported.images.map((image) => [image.digest, image.foreign.size])]).toEqual([
        ...[[], [[root, isStored ? 0 : 1]]],
      ]);
      expect(await proveStore(store, imported)).toHaveProperty('size', count);
    }
  });

  it('fails for more than 50,000 items, with the limit in the message', async () => {
    const digestOf = (at: number) => `sha256:${String(at).padStart(64, '0')}`;
    const wide = (from: number) =>
      putIndex(Array.from({ length: 26_000 }, (_, at) => ({ mediaType: 'x', digest: digestOf(from + at), size: 1 })));
    const entries = [await wide(0), await wide(26_000)].map((digest) => ({ mediaType: mediaTypes.ociIndex, digest }));
    const root = await putIndex(entries);
    const tooLarge = { reason: 'too_large', message: expect.stringContaining('50,000') };
    await expect(planExport(stage.library.closures(), root, all)).rejects.toMatchObject(tooLarge);
    await expect(openExport(stage.library.closures(), root, all)).rejects.toMatchObject(tooLarge);
  });

  it('measures 200 platforms, counts the rest, and reads the index once', async () => {
    const missing = `sha256:${'a'.repeat(64)}`;
    const root = await putIndex(
      Array.from({ length: 250 }, (_, at) => ({ digest: missing, platform: { os: 'linux', architecture: `a${at}` } })),
    );
    const readerAt = vi.spyOn(stage.store, 'readerAt');
    const plan = await planExport(stage.library.closures(), root, all);
    expect([plan.platforms.length, plan.morePlatforms]).toEqual([200, 50]);
    expect(readerAt.mock.calls.filter(([{ digest }]) => digest === root)).toHaveLength(1);
  });

  it('stops when its signal is aborted', async () => {
    const root = await putIndex([]);
    const gone = AbortSignal.abort();
    await expect(planExport(stage.library.closures(), root, all, gone)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the file of an image for which other registries sent content', () => {
  const good = { domain: 'good.example', path: 'app', tag: 'latest' };
  const evil = { host: 'evil.example', name: 'app' };
  const source = 'containerd.io/distribution.source.';
  const withReferrers = { platforms: [], referrers: true, as: good };

  it('does not include a document that was stored under its digest by an attack', async () => {
    const payload = new TextEncoder().encode(indexOf([]));
    const digest = await digestBytes('sha256', payload);
    const [hostile] = hostileDocuments(indexOf([]));
    await poison(stage.store, { digest, payload, wrapper: hostile?.bytes ?? payload, sources: {} });
    const archive = await openExport(stage.library.closures(), digest, all);
    const pieces: BlobPart[] = [];
    for await (const piece of archive.write(stage.store)) pieces.push(piece as BlobPart);
    const text = await new Blob(pieces).text();
    expect(text).toContain(indexOf([]));
    expect(text).not.toContain('signatures');
  });

  it('does not miss referrers from another registry', async () => {
    const root = await putIndex([]);
    const missing = { mediaType: mediaTypes.ociManifest, digest: `sha256:${'a'.repeat(64)}`, size: 2n } as const;
    stage.registry.descriptors = [missing];
    await stage.pull.referrers(evil, root);
    const closures = () => stage.library.closures();
    expect(await planExport(closures(), root, withReferrers)).toMatchObject({ referrers: 0, missing: { count: 0 } });
    const asEvil = { ...withReferrers, as: { ...good, domain: evil.host } };
    expect(await planExport(closures(), root, asEvil)).toMatchObject({ referrers: 1, missing: { count: 1 } });
  });

  it('includes referrers from its registry and imported ones, but none from another registry', async () => {
    const root = await putIndex([]);
    for (const [at, labels] of [
      { [`${source}good.example`]: 'app' },
      {},
      { [`${source}evil.example`]: 'app' },
    ].entries()) {
      const bytes = new TextEncoder().encode(
        JSON.stringify({ schemaVersion: 2, layers: [], annotations: { at: `${at}` } }),
      );
      const digest = await digestBytes('sha256', bytes);
      await storeContent(stage.store, { bytes, digest }, labels);
      await stage.store.link(digest, { children: [], subject: root });
    }
    const plan = await planExport(stage.library.closures(), root, withReferrers);
    expect(plan.referrers).toBe(2);
    expect((await planExport(stage.library.closures(), root, { ...withReferrers, as: undefined })).referrers).toBe(3);
  });
});

function putIndex(entries: readonly object[]): Promise<Digest> {
  return put(new TextEncoder().encode(indexOf(entries)));
}

function indexOf(entries: readonly object[]): string {
  const manifests = entries.map((entry) => ({ mediaType: mediaTypes.ociManifest, size: 100, ...entry }));
  return JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });
}

async function put(bytes: Uint8Array): Promise<Digest> {
  const digest = await digestBytes('sha256', bytes);
  await storeContent(stage.store, { bytes, digest });
  return digest;
}
