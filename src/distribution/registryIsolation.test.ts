import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { asMediaType, type Descriptor, type Digest, digestBytes, mediaTypes, parseManifest } from '../oci/index.ts';
import { createPullThroughStage, FakeRegistry, imageFixture, type PullThroughStage } from '../testing/index.ts';

// An answer of one registry never decides what another one's digest shows:
// docs/decisions/one-registry-never-speaks-for-another.md

const evil = { host: 'evil.example', name: 'app' };
const good = { host: 'good.example', name: 'app' };
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });
const encode = (text: string) => new TextEncoder().encode(text);

/** Two registries, one of which the test can make answer anything, or nothing. */
class Registries extends FakeRegistry {
  evilWaits: Promise<void> = Promise.resolve();
  evilContentType = asMediaType('');
  evilDigest: Digest | undefined;
  evilDescriptors: readonly Descriptor[] = [];

  override async manifest(...asked: Parameters<FakeRegistry['manifest']>) {
    if (asked[0].host !== evil.host) return super.manifest(...asked);
    await this.evilWaits;
    return { ...(await super.manifest(...asked)), contentType: this.evilContentType, statedDigest: this.evilDigest };
  }

  override async resolve(...asked: Parameters<FakeRegistry['resolve']>) {
    const resolved = await super.resolve(...asked);
    return { ...resolved, digest: (asked[0].host === evil.host && this.evilDigest) || resolved.digest };
  }

  override async blob(...asked: Parameters<FakeRegistry['blob']>) {
    if (asked[0].host === evil.host) await this.evilWaits;
    return super.blob(...asked);
  }

  override async referrers(...asked: Parameters<FakeRegistry['referrers']>) {
    const found = await super.referrers(...asked);
    return asked[0].host === evil.host ? this.evilDescriptors : found;
  }
}

const image = await imageFixture();
const { digest, bytes } = image;
let registry: Registries;
let stage: PullThroughStage;

beforeEach(() => {
  registry = new Registries();
  stage = createPullThroughStage({ registry });
});

function putBoth(of: Digest, content: Uint8Array): void {
  for (const repository of [evil, good]) registry.put(repository, of, content);
}

describe('what one registry said of a digest does not decide at another', () => {
  test.each([mediaTypes.ociIndex, mediaTypes.dockerSchema1Signed, 'text/html'])(
    'its media type: %s',
    async (contentType) => {
      registry.evilContentType = asMediaType(contentType);
      putBoth(digest, bytes);
      for (const repository of [evil, good, undefined]) {
        expect(await stage.pull.manifest(repository, digest)).toMatchObject({
          mediaType: mediaTypes.ociManifest,
          bytes,
        });
      }
    },
  );

  test('whether it is a manifest', async () => {
    const config = encode('{"architecture":"amd64","os":"linux","config":{},"rootfs":{"diff_ids":[]}}');
    const text = encode('no manifest');
    const [configDigest, textDigest] = [await digestBytes('sha256', config), await digestBytes('sha256', text)];
    putBoth(configDigest, config);
    putBoth(textDigest, text);
    await stage.pull.manifest(evil, configDigest);
    await expect(stage.pull.manifest(evil, textDigest)).rejects.toMatchObject({ reason: 'invalid_manifest' });
    await stage.pull.blob(evil, digest).catch((error: AppError) => expect(error.code).toBe('not_found'));
    for (const [of, content] of [
      [configDigest, config],
      [textDigest, text],
    ] as const) {
      const facts = { body: content, mediaType: 'application/octet-stream' };
      expect(await stage.pull.blob(good, of)).toMatchObject(facts);
    }
    putBoth(digest, bytes);
    await stage.pull.blob(evil, digest);
    expect(await stage.pull.manifest(good, digest)).toMatchObject({ bytes, mediaType: mediaTypes.ociManifest });
  });

  test('its referrers', async () => {
    putBoth(digest, bytes);
    registry.evilDescriptors = [{ mediaType: mediaTypes.ociManifest, digest: `sha256:${'e'.repeat(64)}`, size: 2n }];
    for (const repository of [evil, good]) await stage.pull.manifest(repository, digest);
    await stage.pull.referrers(evil, digest);
    await expect(stage.pull.storedReferrers(good, digest)).rejects.toMatchObject({ code: 'not_found' });
    const list = await stage.pull.referrers(good, digest);
    expect(parseManifest(list.mediaType, list.bytes).references()).toEqual([]);
    registry.failWith(offline);
    const stored = await stage.pull.storedReferrers(good, digest);
    expect(parseManifest(stored.mediaType, stored.bytes).references()).toEqual([]);
  });

  test('what a tag points to', async () => {
    const other = await imageFixture('other');
    registry.put(good, 'latest', bytes);
    registry.put(evil, 'latest', other.bytes);
    for (const repository of [good, evil]) await stage.pull.manifest(repository, 'latest');
    registry.failWith(offline);
    expect(await stage.pull.manifest(good, 'latest')).toMatchObject({ digest, cache: { detail: 'stale-tag' } });
    expect(await stage.pull.manifest(evil, 'latest')).toMatchObject({ digest: other.digest });
  });

  test('whether it has the content, until it has sent it', async () => {
    registry.put(good, digest, bytes);
    await stage.pull.manifest(good, digest);
    const other = await imageFixture('other');
    registry.put(evil, 'latest', other.bytes);
    await stage.pull.manifest(evil, 'latest');
    registry.evilDigest = digest;
    await expect(stage.pull.manifest(evil, 'latest')).rejects.toMatchObject({ code: 'not_found' });
    expect(await stage.pull.manifest(undefined, digest)).toMatchObject({ source: good });
    expect((await stage.store.info(digest)).labels).not.toHaveProperty([
      'containerd.io/distribution.source.evil.example',
    ]);
  });

  test('its parents, except by manifests that list it', async () => {
    putBoth(digest, bytes);
    for (const repository of [evil, good]) await stage.pull.manifest(repository, digest);
    expect((await stage.library.parents(digest)).parents).toEqual([]);
    const index = encode(`{"schemaVersion":2,"manifests":[{"digest":"${digest}","size":${bytes.length}}]}`);
    const listed = await digestBytes('sha256', index);
    registry.put(evil, listed, index);
    await stage.pull.manifest(evil, listed);
    expect((await stage.library.parents(digest)).parents).toMatchObject([{ digest: listed, repositories: [evil] }]);
    expect(await stage.pull.manifest(good, digest)).toMatchObject({ bytes, source: good });
  });

  test('whether its own bytes are accepted, after other bytes were refused', async () => {
    registry.put(evil, digest, encode('{}'));
    registry.put(good, digest, bytes);
    await expect(stage.pull.manifest(evil, digest)).rejects.toMatchObject({ reason: 'digest_mismatch' });
    expect(await stage.pull.manifest(good, digest)).toMatchObject({ bytes });
  });
});

describe('a misbehaving registry', () => {
  const large = new Uint8Array(5 * 1024 * 1024).fill(7);

  test.each(['manifest', 'blob'] as const)('that does not answer delays no %s of another', async (kind) => {
    putBoth(digest, bytes);
    registry.evilWaits = new Promise(() => undefined);
    const stop = new AbortController();
    const waiting = stage.pull[kind](evil, digest, (kind === 'blob' ? { signal: stop.signal } : stop.signal) as never);
    const content = await stage.pull[kind](good, digest);
    expect('bytes' in content ? content.bytes : content.body).toEqual(bytes);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.each([
    ['does not answer', (of: Digest) => registry.put(evil, of, large)],
    ['sends other bytes', (of: Digest) => registry.put(evil, of, new Uint8Array(large.length))],
  ])('that %s in the middle of a large blob delays no reader of another', async (_what, put) => {
    const of = await digestBytes('sha256', large);
    put(of);
    registry.put(good, of, large);
    const release = registry.holdBodies(100_000);
    const stop = new AbortController();
    const { body } = await stage.pull.blob(evil, of, { signal: stop.signal });
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    registry.holdBodies(Number.POSITIVE_INFINITY);
    const read = await stage.pull.blob(good, of);
    expect(await digestBytes('sha256', new Uint8Array(await new Response(read.body as BodyInit).arrayBuffer()))).toBe(
      of,
    );
    stop.abort();
    release();
    await expect(reader.closed).rejects.toBeDefined();
  });
});
