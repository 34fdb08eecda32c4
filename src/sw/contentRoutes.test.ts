import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import { createPullThroughStage, createTexts, imageFixture, type PullThroughStage } from '../testing/index.ts';
import { answerBlobs, answerContent, answerRoots } from './contentRoutes.ts';
import { StorageSettings } from './storageSettings.ts';

const repository = { host: 'docker.io', name: 'library/alpine' };
let stage: PullThroughStage;
let texts: ReturnType<typeof createTexts>;
let storageSettings: StorageSettings;
let digest: Digest;
let size: number;

beforeEach(async () => {
  texts = createTexts();
  storageSettings = new StorageSettings({ texts, estimate: async () => ({ quota: 1001 }) });
  stage = createPullThroughStage({
    roots: () => storageSettings.roots(),
    limitBytes: () => storageSettings.limitBytes(),
  });
  const image = await imageFixture();
  ({ digest } = image);
  size = image.bytes.length;
  stage.registry.put(repository, digest, image.bytes);
  stage.registry.put(repository, 'latest', image.bytes);
  await stage.pull.manifest(repository, 'latest');
});

const request = (body?: unknown) =>
  new Request('http://localhost/', body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
const open = async () => stage;
const log = { warn: () => undefined };
const content = async (body?: unknown) => (await answerContent({ open, storageSettings, log }, request(body))).json();
const roots = (body: unknown) => answerRoots(storageSettings, request(body));

describe('stored content', () => {
  it('is listed by image, with its type, tags and protection', async () => {
    expect(await content()).toMatchObject({
      heldBytes: size,
      count: 1,
      ingestBytes: 0,
      limitBytes: 800,
      isOwnLimit: false,
      loose: { count: 0, bytes: 0 },
      images: [
        {
          digest,
          bytes: size,
          ownBytes: size,
          count: 1,
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          repositories: [repository],
          tags: ['docker.io/library/alpine:latest'],
          kept: 'tagged',
        },
      ],
    });
    await roots({ pinned: [{ reference: 'docker.io/library/alpine:latest' }], recent: [] });
    expect(await content()).toMatchObject({ images: [{ kept: 'pinned' }] });
  });

  it('is listed by blob', async () => {
    expect(await (await answerBlobs(stage.library)).json()).toMatchObject({
      blobs: [{ digest, bytes: size, repositories: [repository], isManifest: true }],
    });
  });

  it('is removed as requested; pinned images are deleted by digest but never evicted', async () => {
    await roots({ pinned: [{ reference: 'docker.io/library/alpine:latest' }], recent: [] });
    expect(await content({ evictBytes: 1 })).toEqual({ count: 0, bytes: 0 });
    expect(await content({ delete: [digest] })).toEqual({ count: 1, bytes: size });
    expect(await content({ clear: true })).toEqual({ count: 0, bytes: 0 });
  });

  it('is evicted immediately by a lower limit, which is stored', async () => {
    await roots({ pinned: [], recent: [] });
    expect(await content({ limitBytes: size })).toEqual({ count: 0, bytes: 0 });
    expect(await content()).toMatchObject({ limitBytes: size, isOwnLimit: true });
    expect(await content({ limitBytes: 0 })).toEqual({ count: 1, bytes: size });
    expect(await content({ limitBytes: null })).toEqual({ count: 0, bytes: 0 });
    expect(await content()).toMatchObject({ limitBytes: 800, isOwnLimit: false });
  });

  it('is not changed by an invalid body', async () => {
    for (const body of [
      null,
      7,
      {},
      { delete: ['latest'] },
      { delete: digest },
      { evictBytes: -1 },
      { clear: 1 },
      { limitBytes: '5' },
    ]) {
      await expect(content(body), JSON.stringify(body)).rejects.toMatchObject({ code: 'invalid_argument' });
    }
    expect(await content()).toMatchObject({ count: 1 });
  });
});

describe('reported roots', () => {
  it('are stored if they are valid, else refused', async () => {
    await roots({ pinned: [{ reference: 'a', digest }], recent: [{ reference: 'b' }] });
    for (const body of [
      {},
      { pinned: [] },
      { pinned: [{ reference: 1 }], recent: [] },
      { pinned: [{ reference: 'a', digest: 'x' }], recent: [] },
    ]) {
      await expect(roots(body), JSON.stringify(body)).rejects.toMatchObject({ code: 'invalid_argument' });
    }
    expect(await storageSettings.roots()).toEqual({
      pinned: [{ reference: 'a', digest }],
      recent: [{ reference: 'b' }],
    });
  });

  it('are unknown if none were reported, or the stored text is invalid', async () => {
    expect(await storageSettings.roots()).toBeUndefined();
    for (const text of ['{', '7', '{"pinned":7,"recent":[]}']) {
      await texts.putText('roots', text);
      expect(await storageSettings.roots(), text).toBeUndefined();
    }
  });
});

describe('the limit', () => {
  it('is undefined if neither the person nor the browser sets one', async () => {
    const without = new StorageSettings({ texts, estimate: undefined });
    expect(await without.limitBytes()).toBeUndefined();
    expect(await new StorageSettings({ texts, estimate: async () => ({}) }).limitBytes()).toBeUndefined();
    await texts.putText('limit', 'lots');
    expect(await without.ownLimitBytes()).toBeUndefined();
  });
});

describe('clearing', () => {
  const clear = { clear: true };

  it('deletes the database if its records cannot be deleted', async () => {
    let resets = 0;
    const broken = {
      open: () => Promise.reject(new Error('no table')),
      reset: async () => void resets++,
      storageSettings,
      log,
    };
    expect(await (await answerContent(broken, request(clear))).json()).toEqual({ count: 0, bytes: 0 });
    expect(resets).toBe(1);
  });

  it('does not delete the database of a newer release', async () => {
    let resets = 0;
    const newer = new AppError('failed_precondition', 'newer', { reason: 'unsupported' });
    const refused = { open: () => Promise.reject(newer), reset: async () => void resets++, storageSettings, log };
    await expect(answerContent(refused, request(clear))).rejects.toBe(newer);
    expect(resets).toBe(0);
  });
});
