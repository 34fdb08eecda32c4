import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { digestBytes, mediaTypes } from '../oci/index.ts';
import {
  createPullThroughStage,
  imageFixture,
  indexFixture,
  schema2Fixture,
  signedSchema1Fixture,
  stageTime,
  storeContent,
} from '../testing/index.ts';

const image = await imageFixture();
const other = await imageFixture('other');
const { digest, bytes } = image;
const repository = { host: 'docker.io', name: 'library/b' };
const foreignLayers = { 'containerd.io/distribution.source.docker.io': 'library/a' };
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });

describe('a manifest by digest', () => {
  test('that is not stored is a miss: requested, verified, stored', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    expect(await pull.manifest(repository, digest)).toEqual({
      digest,
      bytes,
      mediaType: mediaTypes.ociManifest,
      cache: { hit: false, stored: true },
      source: repository,
      storedAt: stageTime,
    });
    await expect(store.info(digest)).resolves.toMatchObject({ size: bytes.length });
  });

  test('is looked up once: in the store, then as an ingest, during the request to the registry', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    await pull.manifest(repository, digest);
    expect(store.log.names).toEqual([
      'readerAt',
      'writer',
      'writer.status',
      'writer.write',
      'writer.commit',
      'writer.close',
    ]);
    store.log.clear();
    await pull.manifest(repository, digest);
    expect(store.log.names).toEqual(['readerAt', 'reader.readAt', 'reader.close']);
  });

  test('that is stored is a hit, without a request to the registry', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    await pull.manifest(repository, digest);
    registry.log.clear();
    expect(await pull.manifest(repository, digest)).toEqual({
      digest,
      bytes,
      mediaType: mediaTypes.ociManifest,
      cache: { hit: true, stored: true },
      source: repository,
      storedAt: stageTime,
    });
    expect(registry.log.names).toEqual([]);
  });

  test.each([
    ['an index', indexFixture, mediaTypes.ociIndex],
    ['a Docker manifest', schema2Fixture, mediaTypes.dockerManifest],
    ['a signed schema1', signedSchema1Fixture, mediaTypes.dockerSchema1Signed],
  ] as const)('of %s has its exact bytes and its type, first and second time', async (_what, make, mediaType) => {
    const made = await make();
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, made.digest, made.bytes);
    const facts = { digest: made.digest, mediaType, bytes: made.bytes };
    expect(await pull.manifest(repository, made.digest)).toMatchObject({ ...facts, cache: { hit: false } });
    expect(await pull.manifest(repository, made.digest)).toMatchObject({ ...facts, cache: { hit: true } });
    expect(registry.log.names).toEqual(['registry.manifest']);
  });

  test.each([
    ['with the reason of the failure', new AppError('resource_exhausted', 'full', { reason: 'quota' }), 'quota'],
    ['as not-stored without a reason', new AppError('aborted', 'taken over'), 'not-stored'],
  ])('that cannot be saved is still returned, %s', async (_how, failure, detail) => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    store.fail('writer.commit', failure);
    const pulled = await pull.manifest(repository, digest);
    expect(pulled).toMatchObject({ bytes, cache: { hit: false, stored: false, detail } });
    expect(pulled.storedAt).toBeUndefined();
  });

  test('that the registry refuses is its error, unchanged', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.failWith(offline);
    await expect(pull.manifest(repository, digest)).rejects.toBe(offline);
  });

  test('that is corrupt in the store is fetched again and stored', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    await pull.manifest(repository, digest);
    store.corrupt(digest, bytes.subarray(1));
    expect(await pull.manifest(repository, digest)).toMatchObject({ bytes, cache: { hit: false, stored: true } });
    expect(await pull.manifest(repository, digest)).toMatchObject({ bytes, cache: { hit: true } });
  });

  test('that is corrupt in the store is reported as corrupt if the registry does not answer, and stays', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    await pull.manifest(repository, digest);
    store.corrupt(digest, bytes.subarray(1));
    registry.failWith(offline);
    await expect(pull.manifest(repository, digest)).rejects.toMatchObject({ reason: 'corrupt', cause: offline });
    expect(store.log.count('delete')).toBe(0);
  });

  test('that is intact, but was never seen in the requested repository, is the error of the registry', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    await pull.manifest(repository, digest);
    registry.failWith(offline);
    await expect(pull.manifest({ ...repository, name: 'another/one' }, digest)).rejects.toBe(offline);
  });
});

describe('an answer to a request by digest', () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const { ociManifest, dockerManifestList } = mediaTypes;

  test.each([
    ['another manifest', other.bytes],
    ['content that is not a manifest', encode('<html>')],
  ])('as %s is digest_mismatch, and nothing is stored', async (_what, wrong) => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, wrong);
    await expect(pull.manifest(repository, digest)).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'digest_mismatch',
    });
    await expect(store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.listStatuses()).toEqual([]);
  });

  test.each([
    ['not JSON', '<html>', 'invalid character'],
    [
      'a manifest that is also an index',
      JSON.stringify({ mediaType: ociManifest, config: {}, layers: [], manifests: [] }),
      `media-type: "${ociManifest}" should not have "manifests" or "fsLayers"`,
    ],
    [
      'a list that is also a manifest',
      JSON.stringify({ mediaType: dockerManifestList, manifests: [], config: {} }),
      `media-type: "${dockerManifestList}" should not have "config", "layers", or "fsLayers"`,
    ],
    ['an unknown type', JSON.stringify({ mediaType: 'bananas' }), 'missing signature key'],
  ])('that matches the digest, but is %s, is refused and not stored', async (_what, text, message) => {
    const wrong = await digestBytes('sha256', encode(text));
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, wrong, encode(text));
    await expect(pull.manifest(repository, wrong)).rejects.toMatchObject({
      reason: 'invalid_manifest',
      message: expect.stringContaining(message),
    });
    await expect(store.info(wrong)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a digest without a repository', () => {
  test('is answered from the store, with its first source', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, image, { 'containerd.io/distribution.source.quay.io': 'a/b,c/d' });
    expect(await pull.manifest(undefined, digest)).toMatchObject({
      bytes,
      cache: { hit: true, stored: true },
      source: { host: 'quay.io', name: 'a/b' },
    });
    expect(registry.log.names).toEqual([]);
  });

  test('has no source if the store knows none', async () => {
    const { pull, store } = createPullThroughStage();
    await storeContent(store, image);
    expect(await pull.manifest(undefined, digest)).not.toHaveProperty('source');
  });

  test('that is not stored is not_found', async () => {
    const { pull, registry } = createPullThroughStage();
    await expect(pull.manifest(undefined, digest)).rejects.toMatchObject({ code: 'not_found' });
    expect(registry.log.names).toEqual([]);
  });

  test('must be a digest: a tag is refused', async () => {
    const { pull } = createPullThroughStage();
    await expect(pull.manifest(undefined, 'latest')).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});

describe('a digest known from another repository', () => {
  test('is requested once, as if it were not stored, and is a hit from then on', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, image, foreignLayers);
    registry.put(repository, digest, bytes);
    expect(await pull.manifest(repository, digest)).toMatchObject({
      bytes,
      cache: { hit: false, stored: true },
      source: repository,
    });
    expect(await pull.manifest(repository, digest)).toMatchObject({ cache: { hit: true } });
    expect(registry.log.names).toEqual(['registry.manifest']);
  });

  test('is not returned if this one does not have it', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, image, foreignLayers);
    await expect(pull.manifest(repository, digest)).rejects.toMatchObject({ code: 'not_found' });
    expect(registry.log.names).toEqual(['registry.manifest']);
    expect((await store.info(digest)).labels).toEqual(foreignLayers);
  });

  test('is not returned if no registry answers', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, image, foreignLayers);
    registry.failWith(offline);
    await expect(pull.manifest(repository, digest)).rejects.toBe(offline);
  });
});
