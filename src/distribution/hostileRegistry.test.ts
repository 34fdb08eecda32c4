import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { type Digest, detectMediaType, digestBytes, mediaTypes } from '../oci/index.ts';
import { poison } from '../testing/fakes/poisonedStore.ts';
import { hostileDocuments } from '../testing/fixtures/hostileSchema1.ts';
import { createPullThroughStage, signedSchema1Fixture } from '../testing/index.ts';
import { checkSigned } from './signedSchema1.ts';

const evil = { host: 'evil.example', name: 'app' };
const good = { host: 'good.example', name: 'app' };
const evilSource = { 'containerd.io/distribution.source.evil.example': 'app' };
const goodSource = { 'containerd.io/distribution.source.good.example': 'app' };
const legacyLabel = 'ociscope/schema1.signed';
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });
const child = `sha256:${'c'.repeat(64)}` as Digest;
const encode = (text: string) => new TextEncoder().encode(text);

const entry = `{"mediaType":"${mediaTypes.ociManifest}","digest":"${child}","size":2}`;
const targets = {
  'an OCI manifest': `{"schemaVersion":2,"config":{"mediaType":"${mediaTypes.ociConfig}","digest":"${child}","size":2},"layers":[]}`,
  'an OCI index': `{"schemaVersion":2,"mediaType":"${mediaTypes.ociIndex}","manifests":[${entry}]}`,
  'a Docker list': `{"schemaVersion":2,"mediaType":"${mediaTypes.dockerManifestList}","manifests":[${entry}]}`,
  'an unsigned schema1 manifest': `{"schemaVersion":1,"name":"good/app","tag":"t","fsLayers":[{"blobSum":"${child}"}],"history":[]}`,
};
const cases = Object.entries(targets).flatMap(([kind, text]) =>
  hostileDocuments(text).map(({ name, bytes }) => ({ kind, name, payload: encode(text), wrapper: bytes })),
);

describe('a document forged for the digest of another', () => {
  test.each(cases)('is refused: $kind, with $name', async ({ payload, wrapper }) => {
    const { pull, registry, store } = createPullThroughStage();
    const digest = await digestBytes('sha256', payload);
    registry.put(evil, digest, wrapper);
    await expect(pull.manifest(evil, digest)).rejects.toMatchObject({ reason: 'digest_mismatch' });
    await expect(pull.blob(evil, digest)).rejects.toMatchObject({ reason: 'digest_mismatch' });
    expect(await digestsIn(store)).toEqual([]);
    registry.put(good, digest, payload);
    const shown = { digest, bytes: payload, mediaType: detectMediaType(payload), source: good };
    expect(await pull.manifest(good, digest)).toMatchObject(shown);
    await expect(pull.manifest(evil, digest)).rejects.toMatchObject({ reason: 'digest_mismatch' });
    expect(await pull.manifest(undefined, digest)).toMatchObject(shown);
  });

  test.each(cases)(
    'has the digest of its own bytes by tag, if any: $kind, with $name',
    async ({ payload, wrapper }) => {
      const { pull, registry, store } = createPullThroughStage();
      registry.put(evil, 'latest', wrapper);
      const shown = await pull.manifest(evil, 'latest').catch((error: AppError) => error);
      const own = { digest: await digestBytes('sha256', wrapper), bytes: wrapper };
      expect(shown).toMatchObject(
        'bytes' in shown ? own : { reason: 'invalid_manifest', detail: { digest: own.digest } },
      );
      await expect(store.info(await digestBytes('sha256', payload))).rejects.toMatchObject({ code: 'not_found' });
    },
  );
});

test('an index that lists another digest as signed schema1 is measured and downloaded unchanged', async () => {
  const { payload, wrapper } = cases[0] ?? failTest();
  const { pull, library, registry } = createPullThroughStage();
  const digest = await digestBytes('sha256', payload);
  const listed = `{"mediaType":"${mediaTypes.dockerSchema1Signed}","digest":"${digest}","size":${wrapper.length}}`;
  const index = encode(`{"schemaVersion":2,"mediaType":"${mediaTypes.ociIndex}","manifests":[${listed}]}`);
  const root = await digestBytes('sha256', index);
  registry.put(evil, root, index);
  registry.put(evil, digest, wrapper);
  registry.put(good, digest, payload);
  const asked = { repository: evil, digest: root, options: { layers: true, referrers: false } };
  const { signal } = new AbortController();
  expect(await library.estimateDownload(asked, { signal })).toMatchObject({ lacking: 1 });
  expect(await library.downloadImage(asked, { signal })).toBe(1);
  expect(await pull.manifest(good, digest)).toMatchObject({ bytes: payload, mediaType: mediaTypes.ociManifest });
});

describe('a store that a registry poisoned through an earlier release', () => {
  async function poisoned({ payload, wrapper }: (typeof cases)[number]) {
    const stage = createPullThroughStage();
    const digest = await digestBytes('sha256', payload);
    const sources = { ...evilSource, ...goodSource };
    const named = await poison(stage.store, { digest, payload, wrapper, sources });
    return { ...stage, digest, named, shown: { digest, bytes: payload } };
  }

  test.each(cases)('shows the original content at once, without network: $kind, with $name', async (hostile) => {
    const mediaType = detectMediaType(hostile.payload);
    for (const asked of [good, evil, undefined]) {
      const { pull, registry, store, digest, named, shown } = await poisoned(hostile);
      registry.failWith(offline);
      expect(await pull.manifest(asked, digest)).toMatchObject({ ...shown, mediaType, cache: { hit: true } });
      expect((await store.info(digest)).labels).toEqual({ ...evilSource, ...goodSource });
      await expect(store.info(named)).rejects.toMatchObject({ code: 'not_found' });
      expect((await store.referredBy(child, 10)).infos.map((info) => info.digest)).toEqual([digest]);
    }
  });

  test.each(cases)('is repaired when the worker starts: $kind, with $name', async (hostile) => {
    const { store, digest, named } = await poisoned(hostile);
    await checkSigned({ store, log: { warn: () => undefined } });
    expect((await store.info(digest)).labels).toEqual({ ...evilSource, ...goodSource });
    await expect(store.info(named)).rejects.toMatchObject({ code: 'not_found' });
    expect((await store.referredBy(child, 10)).infos.map((info) => info.digest)).toEqual([digest]);
  });

  test('loses no content that cannot be repaired, such as a layer', async () => {
    const payload = encode('a layer');
    const [hostile] = hostileDocuments('a layer');
    const { store, digest, pull } = await poisoned({ kind: '', name: '', payload, wrapper: hostile?.bytes ?? payload });
    await checkSigned({ store, log: { warn: () => undefined } });
    expect(await pull.blob(good, digest)).toMatchObject({ body: payload, cache: { hit: true } });
  });

  test('keeps a document that was also opened itself', async () => {
    const { store, digest, named, pull } = await poisoned(cases[0] ?? failTest());
    await store.link(named, { children: [] });
    await pull.manifest(good, digest);
    expect(await store.info(named)).toMatchObject({ digest: named });
  });

  test('is read unrepaired if it is read-only', async () => {
    const { pull, store, digest, shown, warnings } = await poisoned(cases[0] ?? failTest());
    store.fail('update', new AppError('resource_exhausted', 'full', { reason: 'quota' }));
    expect(await pull.manifest(good, digest)).toMatchObject(shown);
    expect(warnings.map(({ message }) => message)).toContain('Error removing signed document');
  });
});

describe('schema1 signatures', () => {
  test('are those that the repository sent, also without network', async () => {
    const { pull, registry, store } = createPullThroughStage();
    const [fromGood, fromEvil] = [await signedSchema1Fixture('good'), await signedSchema1Fixture('evil')];
    const { digest } = fromGood;
    registry.put(evil, digest, fromEvil.bytes);
    registry.put(good, digest, fromGood.bytes);
    for (const isOffline of [false, true]) {
      if (isOffline) registry.failWith(offline);
      expect(await pull.manifest(evil, digest)).toMatchObject({ bytes: fromEvil.bytes, source: evil });
      expect(await pull.manifest(good, digest)).toMatchObject({ bytes: fromGood.bytes, source: good });
      expect(await pull.manifest(undefined, digest)).toMatchObject({ bytes: fromEvil.bytes, source: evil });
    }
    const named = await Promise.all([fromGood, fromEvil].map(({ bytes }) => digestBytes('sha256', bytes)));
    expect(await digestsIn(store)).toEqual([digest, ...named].sort());
  });

  test('from one repository are not shown for another that sent none', async () => {
    const { pull, library, registry } = createPullThroughStage();
    const { digest, bytes, manifest } = await signedSchema1Fixture();
    const payload = manifest.kind === 'schema1' ? manifest.canonicalBytes : failTest();
    registry.put(evil, digest, bytes);
    registry.put(good, digest, payload);
    await pull.manifest(evil, digest);
    const unsigned = { bytes: payload, mediaType: mediaTypes.dockerSchema1 };
    expect(await pull.manifest(good, digest)).toMatchObject(unsigned);
    expect(await pull.manifest(good, digest)).toMatchObject({ ...unsigned, cache: { hit: true } });
    const asked = { repository: good, digest, options: { layers: true, referrers: false } };
    const measured = await library.estimateDownload(asked, { signal: new AbortController().signal });
    expect(measured).toMatchObject({ documents: { count: 1 }, layers: { count: 1 } });
  });

  test('stored by an earlier release are shown only for the repository that sent them', async () => {
    const { pull, registry, store } = createPullThroughStage();
    const { digest, bytes, manifest } = await signedSchema1Fixture();
    const payload = manifest.kind === 'schema1' ? manifest.canonicalBytes : failTest();
    const named = await poison(store, { digest, payload, wrapper: bytes, sources: { ...evilSource, ...goodSource } });
    registry.failWith(offline);
    expect(await pull.manifest(good, digest)).toMatchObject({ bytes: payload, mediaType: mediaTypes.dockerSchema1 });
    expect(await pull.manifest(evil, digest)).toMatchObject({ bytes, mediaType: mediaTypes.dockerSchema1Signed });
    const { labels } = await store.info(digest);
    expect(labels).toEqual({ ...evilSource, ...goodSource, [`${legacyLabel}.evil.example/app`]: named });
  });
});

async function digestsIn(store: ReturnType<typeof createPullThroughStage>['store']): Promise<readonly Digest[]> {
  const digests: Digest[] = [];
  await store.walk((info) => void digests.push(info.digest));
  return digests;
}

function failTest(): never {
  throw new Error('the fixture is not what this test needs');
}
