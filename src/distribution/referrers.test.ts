import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { asMediaType, type Descriptor, mediaTypes, parseManifest } from '../oci/index.ts';
import { createPullThroughStage, imageFixture, storeContent } from '../testing/index.ts';

const image = await imageFixture();
const subject = image.digest;
const repository = { host: 'localhost:5000', name: 'team/app' };
const key = 'ociscope/referrers.localhost:5000/team/app';
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });
const referrer = (fill: string, artifactType: string): Descriptor => ({
  mediaType: mediaTypes.ociManifest,
  digest: `sha256:${fill.repeat(64)}`,
  size: 9007199254740993n,
  artifactType,
  annotations: { fill },
});
const [first, second] = [referrer('1', 'application/a'), referrer('2', 'application/b')];

const listed = ({ bytes }: { readonly bytes: Uint8Array }) => parseManifest(mediaTypes.ociIndex, bytes).references();

/** A stage whose store has the subject. */
async function stageOf() {
  const stage = createPullThroughStage();
  await storeContent(stage.store, image, {});
  return stage;
}

/** Returns what is stored beside the subject, by digest, with its labels. */
async function stored(store: ReturnType<typeof createPullThroughStage>['store']) {
  const found = new Map<string, Readonly<Record<string, string>>>();
  await store.walk(({ digest, labels }) => void (digest === subject || found.set(digest, labels)));
  return found;
}

describe('referrers while the registry answers', () => {
  test('are an index of what it lists, with exact sizes, and are stored', async () => {
    const { pull, registry, store } = await stageOf();
    registry.descriptors = [first, { ...second, urls: ['https://evil.example'], data: 'AAAA' }];
    const pulled = await pull.referrers(repository, subject);
    expect(listed(pulled)).toEqual([first, second]);
    expect(pulled).toMatchObject({ mediaType: mediaTypes.ociIndex, cache: { hit: false, stored: true } });
    expect(await stored(store)).toEqual(new Map([[pulled.digest, { 'ociscope/referrers': 'list' }]]));
    expect((await store.info(subject)).labels).toEqual({ [key]: `${pulled.storedAt?.toISOString()} ${pulled.digest}` });
  });

  test('are requested each time; the newer list replaces the older', async () => {
    const { pull, registry, store } = await stageOf();
    registry.descriptors = [first];
    await pull.referrers(repository, subject);
    registry.descriptors = [first, second];
    const newer = await pull.referrers(repository, subject);
    expect(registry.log.count('registry.referrers')).toBe(2);
    expect([...(await stored(store)).keys()]).toEqual([newer.digest]);
  });

  test('that did not change are stored once, with the newer time', async () => {
    const { pull, registry, store } = await stageOf();
    registry.descriptors = [first];
    const before = await pull.referrers(repository, subject);
    const after = await pull.referrers(repository, subject);
    expect(after.digest).toBe(before.digest);
    expect(await stored(store)).toEqual(new Map([[after.digest, { 'ociscope/referrers': 'list' }]]));
    expect((await pull.storedReferrers(repository, subject)).storedAt).toEqual(after.storedAt);
    expect(after.storedAt).not.toEqual(before.storedAt);
  });

  test('are returned as last stored, without a request, if the caller chooses so', async () => {
    const { pull, registry } = await stageOf();
    await expect(pull.storedReferrers(repository, subject)).rejects.toMatchObject({ code: 'not_found' });
    registry.descriptors = [first];
    const asked = await pull.referrers(repository, subject);
    const before = registry.log.names.length;
    const kept = await pull.storedReferrers(repository, subject);
    expect([listed(kept), kept.storedAt, kept.cache]).toEqual([[first], asked.storedAt, { hit: true, stored: true }]);
    await expect(pull.storedReferrers({ ...repository, name: 'other' }, subject)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(registry.log.names).toHaveLength(before);
  });

  test('keep their older list if other content uses it', async () => {
    const { pull, registry, store } = await stageOf();
    registry.descriptors = [first];
    const older = await pull.referrers(repository, subject);
    await store.update({ digest: older.digest, labels: { pinned: 'yes' } }, 'labels.pinned');
    registry.descriptors = [second];
    await pull.referrers(repository, subject);
    expect((await stored(store)).get(older.digest)).toEqual({ pinned: 'yes' });
  });

  test('of two repositories are two lists, and an empty list is not stored', async () => {
    const { pull, registry, store } = await stageOf();
    registry.descriptors = [first];
    await pull.referrers(repository, subject);
    await pull.referrers({ ...repository, name: 'other' }, subject);
    expect((await stored(store)).size).toBe(2);
    registry.descriptors = [];
    await pull.referrers(repository, subject);
    await pull.referrers({ ...repository, name: 'other' }, subject);
    expect((await stored(store)).size).toBe(0);
    expect(listed(await pull.storedReferrers(repository, subject))).toEqual([]);
  });

  test('of one artifact type are only those, and leave what is stored', async () => {
    const { pull, registry, store } = await stageOf();
    registry.descriptors = [first, second];
    const all = await pull.referrers(repository, subject);
    const some = await pull.referrers(repository, subject, 'application/b');
    expect([listed(some), some.cache]).toEqual([[second], { hit: false, stored: false }]);
    expect([...(await stored(store)).keys()]).toEqual([all.digest]);
  });

  test('are requested once for all concurrent callers', async () => {
    const { pull, registry } = await stageOf();
    const release = registry.hold();
    const asked = [pull.referrers(repository, subject), pull.referrers(repository, subject)];
    release();
    await Promise.all(asked);
    expect(registry.log.count('registry.referrers')).toBe(1);
  });

  test('that cannot be stored are returned, which is logged', async () => {
    const { pull, registry, store, warnings } = await stageOf();
    registry.descriptors = [first];
    store.fail('writer.commit', new AppError('resource_exhausted', 'full', { reason: 'quota' }));
    const pulled = await pull.referrers(repository, subject);
    expect([listed(pulled), pulled.cache]).toEqual([[first], { hit: false, stored: false, detail: 'quota' }]);
    expect(warnings.map(({ message }) => message)).toContain('Error persisting referrers');
  });
});

test('referrers of content that is not stored are returned and not stored', async () => {
  const { pull, registry, store } = createPullThroughStage();
  registry.descriptors = [first];
  expect((await pull.referrers(repository, subject)).cache).toMatchObject({ stored: false });
  await expect(pull.storedReferrers(repository, subject)).rejects.toMatchObject({ code: 'not_found' });
  expect((await stored(store)).size).toBe(0);
});

describe('referrers while no registry answers', () => {
  test('are as last stored, reported as stale, with the time; of one type if requested', async () => {
    const { pull, registry } = await stageOf();
    registry.descriptors = [first, second];
    const { digest, storedAt } = await pull.referrers(repository, subject);
    registry.failWith(offline);
    const stale = await pull.referrers(repository, subject);
    expect(stale).toMatchObject({ digest, storedAt, cache: { hit: true, stored: true, detail: 'stale-list' } });
    expect(listed(stale)).toEqual([first, second]);
    expect(listed(await pull.referrers(repository, subject, 'application/a'))).toEqual([first]);
  });

  test('are the error of the registry if none were stored for this repository', async () => {
    const { pull, registry } = await stageOf();
    await pull.referrers(repository, subject);
    registry.failWith(offline);
    await expect(pull.referrers({ ...repository, name: 'other' }, subject)).rejects.toBe(offline);
  });

  test('are the error of the registry if the list became corrupt, which is stored again when it is listed again', async () => {
    const { pull, registry, store } = await stageOf();
    registry.descriptors = [first];
    const { digest } = await pull.referrers(repository, subject);
    store.corrupt(digest, new Uint8Array(3));
    registry.failWith(offline);
    await expect(pull.referrers(repository, subject)).rejects.toBe(offline);
    expect((await stored(store)).size).toBe(0);
    registry.failWith(undefined);
    await pull.referrers(repository, subject);
    registry.failWith(offline);
    expect(await pull.referrers(repository, subject)).toMatchObject({ digest, cache: { hit: true } });
  });
});

test('referrers that the registry denies are that error: nothing stale is returned', async () => {
  const { pull, registry } = await stageOf();
  await pull.referrers(repository, subject);
  const denied = new AppError('permission_denied', 'no', { reason: 'denied' });
  registry.failWith(denied);
  await expect(pull.referrers(repository, subject)).rejects.toBe(denied);
});

describe('names', () => {
  test('are those of the registry, page by page', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.page = { names: ['b', 'a'], next: 'a', dropped: 1 };
    const page = { ...registry.page, cache: { hit: false, stored: false } };
    expect(await pull.tags(repository, { last: 'x' })).toEqual(page);
    expect(await pull.repositories('localhost:5000')).toEqual(page);
    expect(registry.log.argsOf('registry.tags')).toEqual([['team/app', 'x']]);
    expect(registry.log.argsOf('registry.repositories')).toEqual([['localhost:5000', '']]);
  });

  test('while no registry answers are the tags and repositories seen in this browser, with the time', async () => {
    const { pull, registry, store } = createPullThroughStage();
    const image = await imageFixture('another');
    registry.put(repository, 'v2', image.bytes);
    registry.put(repository, 'v1', image.bytes);
    await pull.manifest(repository, 'v2');
    await pull.manifest(repository, 'v1');
    await storeContent(store, await imageFixture('elsewhere'), {
      'containerd.io/distribution.source.quay.io': 'x/y',
    });
    registry.failWith(offline);
    const { labels, createdAt } = await store.info(image.digest);
    const seenAt = (tag: string) => new Date(labels[`ociscope/tag.localhost:5000/team/app:${tag}`] ?? '');
    const cache = { hit: true, stored: true, detail: 'stale-list' };
    expect(await pull.tags(repository)).toEqual({
      names: ['v1', 'v2'],
      dropped: 0,
      cache,
      seenAt: new Map([
        ['v1', seenAt('v1')],
        ['v2', seenAt('v2')],
      ]),
    });
    expect(await pull.repositories('localhost:5000')).toEqual({
      names: ['team/app'],
      dropped: 0,
      cache,
      seenAt: new Map([['team/app', createdAt]]),
    });
  });

  test('while no registry answers are its error on a later page, and if none were seen', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'v1', (await imageFixture()).bytes);
    await pull.manifest(repository, 'v1');
    registry.failWith(offline);
    await expect(pull.tags(repository, { last: 'v0' })).rejects.toBe(offline);
    await expect(pull.tags({ ...repository, name: 'none' })).rejects.toBe(offline);
    await expect(pull.repositories('quay.io')).rejects.toBe(offline);
  });
});

test('an invalid media type is stored as stated', async () => {
  const { pull, registry } = createPullThroughStage();
  registry.descriptors = [{ mediaType: asMediaType('"}],<x>'), digest: 'no digest' }];
  expect(listed(await pull.referrers(repository, subject))).toEqual(registry.descriptors);
});
