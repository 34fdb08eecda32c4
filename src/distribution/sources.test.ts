import { describe, expect, it } from 'vitest';
import { createMemoryStore, sourceLabel } from '../content/index.ts';
import { AppError, type ErrorCode, type Reason } from '../errors/index.ts';
import { type Digest, digestBytes, mediaTypes, parseDigest, type Repository } from '../oci/index.ts';
import {
  createPullThroughStage,
  FakeRegistry,
  imageFixture,
  type PullThroughStage,
  readContent,
  stageTime,
  storeContent,
} from '../testing/index.ts';
import { knownSources } from './sources.ts';

const [one, two, three] = ['one', 'two', 'three'].map(
  (name): Repository => ({ host: `${name}.test`, name: 'team/app' }),
);
if (!one || !two || !three) throw new Error('three repositories are needed');
const image = await imageFixture();
const blob = { bytes: new TextEncoder().encode('a layer'), digest: parseDigest(`sha256:${'0'.repeat(64)}`) };
blob.digest = await digestBytes('sha256', blob.bytes);

async function indexOf(
  ...digests: readonly Digest[]
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const manifests = digests.map((digest) => ({ mediaType: mediaTypes.ociManifest, digest, size: 7 }));
  const bytes = new TextEncoder().encode(
    JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }),
  );
  return { bytes, digest: await digestBytes('sha256', bytes) };
}

const labelsOf = (...sources: readonly Repository[]) =>
  Object.fromEntries(sources.map((source) => [sourceLabel(source), source.name]));

/** A registry that fails only for repositories of these hosts. */
class PartlyFailing extends FakeRegistry {
  readonly failures = new Map<string, AppError>();

  override manifest(...[repository, ...rest]: Parameters<FakeRegistry['manifest']>) {
    const failure = this.failures.get(repository.host);
    this.log.record(`asked ${repository.host}`);
    return failure ? Promise.reject(failure) : super.manifest(repository, ...rest);
  }
}

const askedOf = ({ registry }: PullThroughStage) =>
  registry.log.names.filter((name) => name.startsWith('asked ')).map((name) => name.slice(6));

/** A stage whose store has one parent of the image for each source, the newest last. */
async function stageWith(...sources: readonly Repository[]) {
  let now = stageTime.getTime();
  const registry = new PartlyFailing();
  const store = createMemoryStore({ clock: () => new Date(now++) });
  const stage = createPullThroughStage({ store, registry });
  for (const [position, source] of sources.entries()) {
    const parent = await indexOf(image.digest, ...Array.from({ length: position }, () => blob.digest));
    await storeContent(stage.store, parent, labelsOf(source));
    await stage.store.link(parent.digest, { children: [image.digest, blob.digest] });
  }
  return { ...stage, registry };
}

const failed = (code: ErrorCode, reason: Reason) => new AppError(code, reason, { reason, detail: { host: 'here' } });

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('the known sources of a digest', () => {
  it('are its own, then those of its parents, newest first, then those of the parents of these; each once', async () => {
    const { store } = await stageWith(one, two, one);
    const parent = await indexOf(image.digest);
    const above = await indexOf(parent.digest);
    await storeContent(store, above, labelsOf(three, two));
    await store.link(above.digest, { children: [parent.digest] });
    expect(await knownSources(store, image.digest)).toEqual([one, two, three]);
    await storeContent(store, image, labelsOf(two));
    expect(await knownSources(store, image.digest)).toEqual([two, one, three]);
    expect(await knownSources(store, above.digest)).toEqual([three, two]);
  });

  it('are empty if nothing refers to it', async () => {
    expect(await knownSources(createMemoryStore(), image.digest)).toEqual([]);
  });

  it('are at most eight, even if labels or parents name a thousand', async () => {
    const { store } = await stageWith(one);
    const names = Array.from({ length: 1000 }, (_, index) => `team/${index}`);
    await storeContent(store, image, { [sourceLabel(two)]: names.join(',') });
    expect(await knownSources(store, image.digest)).toHaveLength(8);
  });

  it('need at most one look-up per parent, and at most nine', async () => {
    const stage = createPullThroughStage();
    for (let count = 0; count < 30; count++) {
      const parent = await indexOf(...Array.from({ length: count + 1 }, () => image.digest));
      await storeContent(stage.store, parent, labelsOf(one));
      await stage.store.link(parent.digest, { children: [image.digest] });
    }
    await knownSources(stage.store, image.digest);
    expect(stage.store.log.argsOf('referredBy')).toHaveLength(9);
  });
});

describe('a bare digest that is not stored', () => {
  it('is fetched from the source of a parent, verified, and stored with that source', async () => {
    const stage = await stageWith(one);
    stage.registry.put(one, image.digest, image.bytes);
    const pulled = await stage.pull.manifest(undefined, image.digest);
    expect(pulled).toMatchObject({ bytes: image.bytes, source: one, cache: { hit: false, stored: true } });
    expect((await stage.store.info(image.digest)).labels).toEqual(labelsOf(one));
    expect((await stage.pull.manifest(undefined, image.digest)).cache.hit).toBe(true);
    expect(askedOf(stage)).toEqual(['one.test']);
  });

  it.each<[ErrorCode, Reason]>([
    ['not_found', 'not_found'],
    ['permission_denied', 'denied'],
    ['unauthenticated', 'unauthenticated'],
    ['unavailable', 'unreachable'],
    ['resource_exhausted', 'rate_limited'],
  ])(
    'is requested from the next source if the first answers %s, and from none after the one that has it',
    async (...failure) => {
      const stage = await stageWith(one, two, three);
      stage.registry.failures.set('three.test', failed(...failure));
      stage.registry.put(two, image.digest, image.bytes);
      expect((await stage.pull.manifest(undefined, image.digest)).source).toEqual(two);
      expect(askedOf(stage)).toEqual(['three.test', 'two.test']);
    },
  );

  it('is refused from a source that sends other bytes, which are not stored', async () => {
    const stage = await stageWith(one, two);
    stage.registry.put(two, image.digest, (await indexOf(blob.digest)).bytes);
    stage.registry.put(one, image.digest, image.bytes);
    expect(await stage.pull.manifest(undefined, image.digest)).toMatchObject({ bytes: image.bytes, source: one });
    expect((await stage.store.info(image.digest)).labels).toEqual(labelsOf(one));
  });

  it('is not_found if all sources say so, with the repositories tried', async () => {
    const stage = await stageWith(one, two);
    const error = await errorOf(stage.pull.manifest(undefined, image.digest));
    expect(error).toMatchObject({ code: 'not_found', reason: 'not_found' });
    expect(error.detail?.tried).toEqual([
      { ...two, reason: 'not_found' },
      { ...one, reason: 'not_found' },
    ]);
    await expect(stage.store.info(image.digest)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('prefers the error that a person can act on', async () => {
    const stage = await stageWith(one, two, three);
    stage.registry.failures.set('three.test', failed('unavailable', 'unreachable'));
    stage.registry.failures.set('one.test', failed('unauthenticated', 'unauthenticated'));
    const error = await errorOf(stage.pull.manifest(undefined, image.digest));
    expect(error).toMatchObject({ code: 'unauthenticated', reason: 'unauthenticated', detail: { host: 'here' } });
    expect(error.detail?.tried).toEqual([
      { ...three, reason: 'unreachable' },
      { ...two, reason: 'not_found' },
      { ...one, reason: 'unauthenticated' },
    ]);
    stage.registry.failures.delete('one.test');
    expect(await errorOf(stage.pull.manifest(undefined, image.digest))).toMatchObject({ reason: 'unreachable' });
  });

  it('reports that no source is known, and sends no request', async () => {
    const stage = createPullThroughStage();
    for (const ask of [stage.pull.manifest(undefined, image.digest), stage.pull.blob(undefined, image.digest)]) {
      expect(await errorOf(ask)).toMatchObject({ code: 'not_found', detail: { tried: [] } });
    }
    expect(stage.registry.log.names).toEqual([]);
  });

  it('is one search for all concurrent callers', async () => {
    const stage = await stageWith(one);
    stage.registry.put(one, image.digest, image.bytes);
    await Promise.all([stage.pull.manifest(undefined, image.digest), stage.pull.manifest(undefined, image.digest)]);
    expect(askedOf(stage)).toEqual(['one.test']);
  });

  it('is requested from no other source once every caller has left', async () => {
    const stage = await stageWith(one, two);
    stage.registry.hold();
    const stop = new AbortController();
    const asked = stage.registry.nextCall();
    const pulled = stage.pull.manifest(undefined, image.digest, stop.signal);
    await asked;
    stop.abort();
    await expect(pulled).rejects.toThrow();
    // A cancelled caller waits only for a memory store, which answers in the same turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(askedOf(stage)).toEqual(['two.test']);
  });

  it('is requested from no other source if one has it, and it is not a manifest', async () => {
    const stage = await stageWith(one, two);
    stage.registry.put(two, blob.digest, blob.bytes);
    const error = await errorOf(stage.pull.manifest(undefined, blob.digest));
    expect(error.reason).toBe('invalid_manifest');
    expect(askedOf(stage)).toEqual(['two.test']);
  });

  it('is fetched as a blob in the same way, in full and in part', async () => {
    const stage = await stageWith(one, two);
    stage.registry.put(one, blob.digest, blob.bytes);
    const part = await stage.pull.blob(undefined, blob.digest, { range: { start: 2, end: 3 } });
    expect(part).toMatchObject({ source: one, range: { start: 2, end: 3, total: 7 } });
    const whole = await stage.pull.blob(undefined, blob.digest);
    expect(whole).toMatchObject({ body: blob.bytes, source: one, cache: { stored: true } });
    const error = await errorOf(stage.pull.blob(undefined, image.digest));
    expect(error).toMatchObject({ code: 'not_found', detail: { tried: [two, one] } });
  });
});

describe('corrupt content under a bare digest', () => {
  it('is repaired from its own source', async () => {
    const stage = createPullThroughStage();
    await storeContent(stage.store, image, labelsOf(one));
    stage.store.corrupt(image.digest, new Uint8Array(3));
    stage.registry.put(one, image.digest, image.bytes);
    expect(await stage.pull.manifest(undefined, image.digest)).toMatchObject({ bytes: image.bytes, source: one });
    expect(await readContent(stage.store, image.digest)).toEqual(image.bytes);
    expect(stage.news).toEqual(['corrupt', 'corrupt', 'healed'].map((type) => ({ type, digest: image.digest })));
  });

  it('is repaired from the sources of its parents', async () => {
    const stage = await stageWith(two);
    await storeContent(stage.store, image, labelsOf(one));
    stage.store.corrupt(image.digest, new Uint8Array(3));
    stage.registry.put(two, image.digest, image.bytes);
    expect(await stage.pull.manifest(undefined, image.digest)).toMatchObject({ bytes: image.bytes, source: two });
    expect((await stage.store.info(image.digest)).labels).toEqual(labelsOf(one, two));
    expect(askedOf(stage)).toEqual(['one.test', 'two.test']);
  });

  it('as a blob is repaired too', async () => {
    const stage = await stageWith(two);
    await storeContent(stage.store, blob);
    stage.store.corrupt(blob.digest, new Uint8Array(3));
    stage.registry.put(two, blob.digest, blob.bytes);
    expect(await stage.pull.blob(undefined, blob.digest)).toMatchObject({ body: blob.bytes });
    expect(await readContent(stage.store, blob.digest)).toEqual(blob.bytes);
  });

  it('stays, and is reported as corrupt, if no source has it', async () => {
    const stage = await stageWith(two);
    await storeContent(stage.store, image, labelsOf(one));
    stage.store.corrupt(image.digest, new Uint8Array(3));
    stage.registry.failures.set('one.test', failed('unavailable', 'offline'));
    const error = await errorOf(stage.pull.manifest(undefined, image.digest));
    expect(error).toMatchObject({ code: 'data_loss', reason: 'corrupt' });
    expect(error.detail?.tried).toEqual([
      { ...one, reason: 'offline' },
      { ...two, reason: 'not_found' },
    ]);
    expect(stage.news.map(({ type }) => type)).not.toContain('healed');
  });
});
