import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { digestBytes } from '../oci/index.ts';
import {
  createPullThroughStage,
  imageFixture,
  signedSchema1Fixture,
  stageTime,
  storeContent,
} from '../testing/index.ts';

const [image, later, signed] = [await imageFixture(), await imageFixture('later'), await signedSchema1Fixture()];
const { digest, bytes } = image;
const repository = { host: 'docker.io', name: 'library/a' };
const another = { host: 'docker.io', name: 'library/b' };
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });

describe('a tag while the registry answers', () => {
  test('is requested by name, once, and what it points to is stored', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    expect(await pull.manifest(repository, 'latest')).toMatchObject({
      digest,
      bytes,
      cache: { hit: false, stored: true },
      source: repository,
    });
    expect(registry.log.names).toEqual(['registry.manifest']);
    expect(await pull.manifest(repository, digest)).toMatchObject({ bytes, cache: { hit: true } });
    expect(registry.log.names).toEqual(['registry.manifest']);
  });

  test('that does not point to a manifest is refused with the digest it points to', async () => {
    const { pull, registry } = createPullThroughStage();
    const other = new TextEncoder().encode('not a manifest');
    registry.put(repository, 'latest', other);
    await expect(pull.manifest(repository, 'latest')).rejects.toMatchObject({
      reason: 'invalid_manifest',
      detail: { digest: await digestBytes('sha256', other), kind: 'syntax' },
    });
  });

  test('that is known is requested by HEAD only; stored content is a hit then', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest, cache: { hit: true, stored: true } });
    expect(registry.log.names).toEqual(['registry.manifest', 'registry.resolve']);
  });

  test('that moved points to the new digest', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    registry.put(repository, 'latest', later.bytes);
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest: later.digest, cache: { hit: false } });
  });

  test('that moved costs a HEAD by tag and a GET by digest', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    registry.put(repository, 'latest', later.bytes);
    registry.log.clear();
    await pull.manifest(repository, 'latest');
    expect(registry.log.names).toEqual(['registry.resolve', 'registry.manifest']);
    expect(registry.log.argsOf('registry.manifest')).toEqual([[repository.name, later.digest]]);
    registry.failWith(offline);
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest: later.digest });
  });

  test('is requested by name if its last digest cannot be read, which is logged', async () => {
    const { pull, registry, store, warnings } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    store.fail('walk', new Error('disk'));
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest });
    expect(warnings).toEqual([{ message: 'Error recalling tag', error: 'disk' }]);
  });

  test('whose stored content became corrupt is fetched again', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    store.corrupt(digest, later.bytes);
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest, bytes, cache: { hit: false } });
  });

  test('of a signed schema1 manifest points to the digest of its payload', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'old', signed.bytes);
    expect(await pull.manifest(repository, 'old')).toMatchObject({ digest: signed.digest, bytes: signed.bytes });
  });

  test('that points to content of another repository proves that this one has it', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    await pull.manifest(repository, digest);
    registry.log.clear();
    registry.put(another, 'latest', bytes);
    expect(await pull.manifest(another, 'latest')).toMatchObject({ digest, source: another, cache: { hit: false } });
    expect(registry.log.names).toEqual(['registry.manifest']);
    expect((await store.info(digest)).labels).toMatchObject({
      'containerd.io/distribution.source.docker.io': 'library/a,library/b',
    });
  });

  test('that does not point to a manifest is refused', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'latest', new TextEncoder().encode('<html>'));
    await expect(pull.manifest(repository, 'latest')).rejects.toMatchObject({ reason: 'invalid_manifest' });
  });

  test('that cannot be remembered is returned, which is logged', async () => {
    const { pull, registry, store, warnings } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    store.fail('update', new Error('disk'));
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest, cache: { stored: true } });
    expect(warnings).toEqual([{ message: 'Error remembering tag', error: 'disk' }]);
  });

  test('whose content cannot be saved is returned and not remembered', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    store.fail('writer.commit', new AppError('resource_exhausted', 'full', { reason: 'quota' }));
    expect(await pull.manifest(repository, 'latest')).toMatchObject({
      bytes,
      cache: { hit: false, stored: false, detail: 'quota' },
    });
    expect(store.log.count('update')).toBe(0);
  });
});

describe('a tag while no registry answers', () => {
  test('is the digest it last pointed to, and reported as stale', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    registry.failWith(offline);
    expect(await pull.manifest(repository, 'latest')).toMatchObject({
      digest,
      bytes,
      cache: { hit: true, stored: true, detail: 'stale-tag' },
      source: repository,
      tagSeenAt: new Date(stageTime.getTime() + 1),
      staleReason: 'offline',
    });
    registry.failWith(new AppError('unavailable', 'gone', { reason: 'unreachable' }));
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ staleReason: 'unreachable' });
  });

  test('that moved before is the newer digest', async () => {
    const { pull, registry } = createPullThroughStage();
    for (const each of [image, later]) {
      registry.put(repository, 'latest', each.bytes);
      await pull.manifest(repository, 'latest');
    }
    registry.failWith(offline);
    expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest: later.digest });
  });

  test('that was never seen, or only in another repository, is the error of the registry', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, image);
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    registry.failWith(offline);
    await expect(pull.manifest(repository, 'edge')).rejects.toBe(offline);
    await expect(pull.manifest(another, 'latest')).rejects.toBe(offline);
  });

  test('whose content became corrupt is the error of the registry', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    store.corrupt(digest, later.bytes);
    registry.failWith(offline);
    await expect(pull.manifest(repository, 'latest')).rejects.toBe(offline);
  });
});

test.each(['not_found', 'permission_denied', 'unauthenticated'] as const)(
  'a tag that the registry answers with %s is that error: nothing stale is returned',
  async (code) => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, 'latest', bytes);
    await pull.manifest(repository, 'latest');
    const error = new AppError(code, 'no');
    registry.failWith(error);
    await expect(pull.manifest(repository, 'latest')).rejects.toBe(error);
  },
);
