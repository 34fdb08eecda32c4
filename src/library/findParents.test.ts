import { describe, expect, it } from 'vitest';
import { createMemoryStore, sourceLabel } from '../content/index.ts';
import { AppError } from '../errors/index.ts';
import { type Digest, digestBytes, mediaTypes, parseDigest } from '../oci/index.ts';
import {
  createPullThroughStage,
  imageFixture,
  signedSchema1Fixture,
  stageTime,
  storeContent,
} from '../testing/index.ts';

const here = { host: 'docker.io', name: 'library/alpine' };
const elsewhere = { host: 'ghcr.io', name: 'team/app' };
const child = parseDigest(`sha256:${'1'.repeat(64)}`);
const other = parseDigest(`sha256:${'2'.repeat(64)}`);
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: child, size: 7 };
const config = { mediaType: mediaTypes.ociConfig, digest: other, size: 2 };

async function documentOf(document: object): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const bytes = new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, ...document }));
  return { bytes, digest: await digestBytes('sha256', bytes) };
}

const imageOf = (document: object) => documentOf({ mediaType: mediaTypes.ociManifest, config, ...document });

describe('the parents of a digest', () => {
  it('are the pulled manifests that point to it, with its position and their repository', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [{ ...layer, digest: other }, layer, layer] });
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7' };
    const entry = { mediaType: mediaTypes.ociManifest, digest: image.digest, size: image.bytes.length };
    const index = await documentOf({ mediaType: mediaTypes.ociIndex, manifests: [{ ...entry, platform }] });
    const artifact = await imageOf({ artifactType: 'application/spdx+json', layers: [], subject: entry });
    for (const each of [image, index, artifact]) {
      stage.registry.put(here, each.digest, each.bytes);
      await stage.pull.manifest(here, each.digest);
    }
    const facts = { repositories: [here], tags: [], seenAt: stageTime };
    expect(await stage.library.parents(child)).toEqual({
      parents: [
        {
          ...facts,
          digest: image.digest,
          size: image.bytes.length,
          mediaType: mediaTypes.ociManifest,
          artifactType: mediaTypes.ociConfig,
          path: 'layers/1',
          count: 3,
        },
      ],
      more: 0,
    });
    const { parents } = await stage.library.parents(image.digest);
    const places = new Map(parents.map(({ digest, ...place }) => [digest, place]));
    expect(places.get(index.digest)).toEqual({
      ...facts,
      size: index.bytes.length,
      mediaType: mediaTypes.ociIndex,
      artifactType: '',
      path: 'manifests/0',
      count: 1,
      platform: 'linux/arm/v7',
    });
    expect(places.get(artifact.digest)).toMatchObject({ path: 'subject', artifactType: 'application/spdx+json' });
    expect(places.size).toBe(2);
    expect((await stage.library.parents(other)).parents.map(({ path }) => path)).toEqual(['config', 'config']);
  });

  it('include every repository that they were pulled from', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [layer] });
    for (const repository of [here, elsewhere]) {
      stage.registry.put(repository, image.digest, image.bytes);
      await stage.pull.manifest(repository, image.digest);
    }
    expect((await stage.library.parents(child)).parents[0]?.repositories).toEqual([here, elsewhere]);
  });

  it('include the tags that point to them and to indexes that list them, with the platform there', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [layer] });
    const entry = { mediaType: mediaTypes.ociManifest, digest: image.digest, size: image.bytes.length };
    const platform = { os: 'linux', architecture: 'amd64' };
    const index = await documentOf({ mediaType: mediaTypes.ociIndex, manifests: [{ ...entry, platform }] });
    const plain = await documentOf({ mediaType: mediaTypes.ociIndex, manifests: [entry] });
    const artifact = await imageOf({ artifactType: 'application/spdx+json', layers: [], subject: entry });
    for (const [of, tag, { bytes }] of [
      [here, 'own', image],
      [here, '1.4', index],
      [elsewhere, '1.4', index],
      [here, 'own', plain],
      [here, 'plain', plain],
      [here, 'sbom', artifact],
    ] as const) {
      stage.registry.put(of, tag, bytes);
      await stage.pull.manifest(of, tag);
    }
    const tagged = (of: typeof here, tag: string, more = {}) => ({ ...of, tag, ...more });
    const { parents } = await stage.library.parents(child);
    expect(parents).toHaveLength(1);
    const { tags } = parents[0] ?? {};
    expect(tags).toHaveLength(4);
    expect(tags).toEqual(
      expect.arrayContaining([
        tagged(here, '1.4', { platform: 'linux/amd64' }),
        tagged(elsewhere, '1.4', { platform: 'linux/amd64' }),
        tagged(here, 'own'),
        tagged(here, 'plain'),
      ]),
    );
    const above = new Map((await stage.library.parents(image.digest)).parents.map((each) => [each.digest, each.tags]));
    expect(above.get(index.digest)).toEqual([tagged(here, '1.4'), tagged(elsewhere, '1.4')]);
    expect(above.get(artifact.digest)).toEqual([tagged(here, 'sbom')]);
  });

  it('lose a tag once it points to another digest', async () => {
    const stage = createPullThroughStage();
    const images = [await imageOf({ layers: [layer] }), await imageOf({ layers: [layer, layer] })];
    for (const image of images) {
      stage.registry.put(here, 'latest', image.bytes);
      await stage.pull.manifest(here, 'latest');
    }
    const { parents } = await stage.library.parents(child);
    const named = parents.filter(({ tags }) => tags.length > 0).map(({ digest }) => digest);
    expect(named).toEqual([images[1]?.digest]);
  });

  it('are followed one level up, for the newest fifty only', async () => {
    let now = stageTime.getTime();
    const store = createMemoryStore({ clock: () => new Date(now++) });
    const stage = createPullThroughStage({ store });
    for (let index = 0; index < 60; index++) {
      const image = await imageOf({ layers: [layer], annotations: { index: String(index) } });
      await storeContent(store, image, { 'ociscope/tag.ghcr.io/team/app:v1': 'then' });
      await store.link(image.digest, { children: [child] });
    }
    const { parents } = await stage.library.parents(child);
    expect(stage.store.log.argsOf('referredBy')).toHaveLength(51);
    expect(parents.every(({ tags }) => tags.length === 1)).toBe(true);
  });

  it('include a signed schema1 manifest', async () => {
    const stage = createPullThroughStage();
    const { bytes, digest } = await signedSchema1Fixture();
    stage.registry.put(here, digest, bytes);
    await stage.pull.manifest(here, digest);
    const { parents } = await stage.library.parents(parseDigest(`sha256:${'d'.repeat(64)}`));
    expect(parents).toMatchObject([{ digest, path: 'layers/0', artifactType: '', repositories: [here] }]);
  });

  it('are empty if nothing points to it, whether it is stored or not', async () => {
    const stage = createPullThroughStage();
    const image = await imageFixture();
    await storeContent(stage.store, image);
    expect(await stage.library.parents(image.digest)).toEqual({ parents: [], more: 0 });
    expect(await stage.library.parents(child)).toEqual({ parents: [], more: 0 });
  });

  it('send no request to a registry', async () => {
    const stage = createPullThroughStage();
    await stage.library.parents(child);
    expect(stage.registry.log.names).toEqual([]);
  });

  it('are limited to the newest 200, and report how many more there are', async () => {
    let now = stageTime.getTime();
    const store = createMemoryStore({ clock: () => new Date(now++) });
    const stage = createPullThroughStage({ store });
    let newest: Digest | undefined;
    for (let index = 0; index < 203; index++) {
      const image = await imageOf({ layers: [layer], annotations: { index: String(index) } });
      await storeContent(store, image);
      await store.link(image.digest, { children: [child] });
      newest = image.digest;
    }
    const { parents, more } = await stage.library.parents(child);
    expect([parents.length, parents[0]?.digest, more]).toEqual([200, newest, 3]);
  });

  it('have no position if they are unreadable, invalid, or too large together', async () => {
    const stage = createPullThroughStage();
    const [corrupt, large] = [await imageOf({ layers: [layer] }), await imageOf({ filling: 'x'.repeat(8 * 2 ** 20) })];
    const text = await documentOf({ mediaType: 7 });
    for (const each of [corrupt, large, text]) {
      await storeContent(stage.store, each, { [sourceLabel(here)]: here.name });
      await stage.store.link(each.digest, { children: [child] });
    }
    stage.store.corrupt(corrupt.digest, new Uint8Array(3));
    const { parents } = await stage.library.parents(child);
    expect(parents).toHaveLength(3);
    for (const parent of parents) {
      expect(Object.keys(parent).sort()).toEqual(['digest', 'repositories', 'seenAt', 'size', 'tags']);
    }
  });
});

describe('a manifest that was stored without links', () => {
  it('is linked when it is read again, once', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [layer] });
    await storeContent(stage.store, image, { [sourceLabel(here)]: here.name });
    expect((await stage.library.parents(child)).parents).toEqual([]);
    for (let time = 0; time < 3; time++) await stage.pull.manifest(here, image.digest);
    expect((await stage.library.parents(child)).parents).toMatchObject([{ digest: image.digest, path: 'layers/0' }]);
    expect(stage.store.log.argsOf('link')).toEqual([[image.digest, { children: [other, child] }]]);
  });

  it('is returned even if linking fails, which is logged', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [layer] });
    await storeContent(stage.store, image, { [sourceLabel(here)]: here.name });
    stage.store.fail('link', new AppError('resource_exhausted', 'full', { reason: 'quota' }));
    expect((await stage.pull.manifest(here, image.digest)).bytes).toEqual(image.bytes);
    expect(stage.warnings).toEqual([{ message: 'Error linking manifest', error: 'full' }]);
  });
});

describe('a pulled manifest', () => {
  it('is linked by its commit', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [layer] });
    stage.registry.put(here, image.digest, image.bytes);
    for (let time = 0; time < 2; time++) await stage.pull.manifest(here, image.digest);
    expect((await stage.store.info(image.digest)).linked).toBe(true);
    expect(stage.store.log.names).not.toContain('link');
  });

  it('is linked again if it was corrupt', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [layer] });
    stage.registry.put(here, image.digest, image.bytes);
    await stage.pull.manifest(here, image.digest);
    stage.store.corrupt(image.digest, new Uint8Array(3));
    await stage.pull.manifest(here, image.digest);
    expect((await stage.library.parents(child)).parents).toMatchObject([{ digest: image.digest }]);
  });

  it('is not a parent if it is a list of referrers, which the app synthesized', async () => {
    const stage = createPullThroughStage();
    const image = await imageOf({ layers: [layer] });
    stage.registry.put(here, image.digest, image.bytes);
    stage.registry.descriptors = [{ mediaType: mediaTypes.ociManifest, digest: child, artifactType: 'application/a' }];
    await stage.pull.manifest(here, image.digest);
    const list = await stage.pull.referrers(here, image.digest);
    await stage.pull.manifest(undefined, list.digest);
    expect((await stage.library.parents(child)).parents.map(({ digest }) => digest)).toEqual([image.digest]);
  });
});
