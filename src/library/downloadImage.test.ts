import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, type Reason } from '../errors/index.ts';
import { type Amount, type Digest, digestBytes, type MissingPart, mediaTypes, type Progress } from '../oci/index.ts';
import { createPullThroughStage, FakeRegistry, type PullThroughStage } from '../testing/index.ts';
import type { DownloadImageOptions } from './downloadImage.ts';
import type { DownloadRequest } from './resolveClosure.ts';

const repository = { host: 'docker.io', name: 'library/alpine' };
const foreignType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
const layerType = 'application/vnd.oci.image.layer.v1.tar';

interface Put {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** For some contents the test can set another answer. */
class Registry extends FakeRegistry {
  readonly failures = new Map<string, AppError>();

  override async blob(...asked: Parameters<FakeRegistry['blob']>) {
    const failure = this.failures.get(asked[1]);
    if (failure) throw failure;
    return super.blob(...asked);
  }

  override async referrers(...[repository, digest, options]: Parameters<FakeRegistry['referrers']>) {
    const found = await super.referrers(repository, digest, options);
    return digest === index.digest ? found : [];
  }
}

let stage: PullThroughStage;
let registry: Registry;
let arm: { readonly image: Put; readonly layer: Put };
let amd: { readonly image: Put; readonly layer: Put };
let index: Put;
let sbom: Put;

beforeEach(async () => {
  registry = new Registry();
  stage = createPullThroughStage({ registry });
  amd = await putImage('amd');
  arm = await putImage('arm');
  index = await put(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [
      { ...amd.image, platform: { os: 'linux', architecture: 'amd64' } },
      { ...arm.image, platform: { os: 'linux', architecture: 'arm64' } },
    ],
  });
  sbom = (await putImage('sbom', index)).image;
  registry.descriptors = [{ ...sbom, mediaType: mediaTypes.ociManifest, size: BigInt(sbom.size) }];
});

describe('the estimate of a download', () => {
  it('has the total and stored sizes and the platforms, and fetches only the manifests', async () => {
    const measured = await measure({ layers: true, referrers: true });
    expect(measured).toMatchObject({
      documents: { count: 7, hereCount: 4 },
      layers: { count: 3, bytes: 'layer of amd'.length * 2 + 'layer of sbom'.length, hereCount: 0, hereBytes: 0 },
      referrers: 1,
      lacking: 0,
      foreignLayers: 0,
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    expect(registry.asked).toEqual([]);
    registry.log.clear();
    await keep({ layers: true, referrers: false });
    expect(await measure({ layers: false, referrers: true })).toMatchObject({ layers: { hereCount: 2 } });
    // The referrers of each are requested only once.
    expect(registry.log.count('registry.referrers')).toBe(0);
  });

  it('counts only the selected parts', async () => {
    const platforms = new Set(['linux/arm64']);
    expect(await measure({ layers: false, referrers: false, platforms })).toMatchObject({
      documents: { count: 3 },
      layers: { count: 1 },
      referrers: 0,
    });
  });
});

describe('an image of more than 50,000 items', () => {
  it('fails with their number, when it is measured and when it is downloaded', async () => {
    const digestOf = (at: number) => `sha256:${String(at).padStart(64, '0')}`;
    const wide = async (from: number) =>
      put(mediaTypes.ociIndex, {
        schemaVersion: 2,
        mediaType: mediaTypes.ociIndex,
        manifests: Array.from({ length: 26_000 }, (_, at) => ({
          mediaType: 'x',
          digest: digestOf(from + at),
          size: 1,
        })),
      });
    const manifests = [await wide(0), await wide(26_000)];
    const { digest } = await put(mediaTypes.ociIndex, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });
    const options = { layers: true, referrers: false };
    const { signal } = new AbortController();
    const tooLarge = { reason: 'too_large', detail: { limit: 50_000, why: expect.stringContaining('50,000') } };
    await expect(stage.library.estimateDownload({ repository, digest, options }, { signal })).rejects.toMatchObject(
      tooLarge,
    );
    await expect(keep(options, { digest })).rejects.toMatchObject(tooLarge);
  });
});

describe('downloading an image', () => {
  it('completes without its foreign layers, which are counted separately, each once', async () => {
    const foreign = { ...(await putBlob('from elsewhere')), mediaType: foreignType, urls: ['https://example.com/x'] };
    const image = await put(
      mediaTypes.ociManifest,
      manifestOf(await putBlob('{}'), [foreign, foreign, await putBlob('own')]),
    );
    const options = { layers: true, referrers: false };
    const { signal } = new AbortController();
    const asked = { repository, digest: image.digest, options };
    expect(await stage.library.estimateDownload(asked, { signal })).toMatchObject({
      layers: { count: 1 },
      foreignLayers: 1,
    });
    expect(await keep(options, { digest: image.digest })).toMatchObject({ failed: 0 });
  });

  it('stores the complete image and its referrers, which opens without a registry', async () => {
    const { failed, progress } = await keep({ layers: true, referrers: true });
    expect(failed).toBe(0);
    expect(progress.at(-1)).toMatchObject({ done: { count: 10 }, total: { count: 10 } });
    expect(progress.at(-1)?.done).toEqual(progress.at(-1)?.total);
    registry.failWith(new AppError('unavailable', 'no network', { reason: 'offline' }));
    const opened = await stage.pull.manifest(repository, sbom.digest);
    expect(opened.cache).toMatchObject({ hit: true });
    expect((await stage.pull.referrers(repository, index.digest)).cache).toMatchObject({ detail: 'stale-list' });
    for (const { layer } of [amd, arm]) {
      expect((await stage.pull.blob(repository, layer.digest)).cache).toMatchObject({ hit: true });
    }
  });

  it('skips layers and other platforms if they are not selected', async () => {
    await keep({ layers: false, referrers: false, platforms: new Set(['linux/amd64']) });
    const stored = (await stage.library.blobs()).map(({ digest }) => digest);
    expect(stored).toHaveLength(3);
    expect(stored).not.toContain(arm.image.digest);
    expect(stored).not.toContain(amd.layer.digest);
  });

  it('fetches nothing twice, and counts stored parts from the start', async () => {
    await keep({ layers: true, referrers: false });
    registry.asked.length = 0;
    const { progress } = await keep({ layers: true, referrers: false });
    expect(registry.asked).toEqual([]);
    const [first, ...later] = progress.filter(({ total }) => total !== undefined);
    expect(first).toEqual(later.at(-1) ?? first);
  });

  it('reports and skips a part that cannot be fetched', async () => {
    registry.failures.set(amd.layer.digest, refusal('permission_denied', 'denied'));
    const { failed, lacking } = await keep({ layers: true, referrers: false });
    expect(failed).toBe(1);
    expect(lacking).toMatchObject([{ digest: amd.layer.digest, role: 'layer', reason: 'denied' }]);
    expect((await stage.pull.blob(repository, arm.layer.digest)).cache).toMatchObject({ hit: true });
  });

  it('reports a manifest that cannot be fetched, whose parts are unknown', async () => {
    await stage.library.clear();
    const lost = await put(mediaTypes.ociIndex, {
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: [{ ...amd.image, digest: `sha256:${'f'.repeat(64)}` }, arm.image],
    });
    const { failed, lacking } = await keep({ layers: true, referrers: false }, { digest: lost.digest });
    expect(failed).toBe(1);
    expect(lacking).toMatchObject([{ role: 'manifest', reason: 'not_found' }]);
  });

  it.each<[Reason, AppError['code']]>([
    ['quota', 'resource_exhausted'],
    ['offline', 'unavailable'],
    ['rate_limited', 'unavailable'],
  ])('ends at once if %s is at fault', async (reason, code) => {
    registry.failures.set(amd.layer.digest, refusal(code, reason));
    await expect(keep({ layers: true, referrers: false })).rejects.toMatchObject({ reason });
  });

  it('ends after three consecutive parts that no registry answers for', async () => {
    const layers = await Promise.all(['1', '2', '3', '4', '5'].map((name) => putBlob(`more ${name}`)));
    const many = await put(mediaTypes.ociManifest, manifestOf(await putBlob('{}'), layers));
    for (const { digest } of layers) registry.failures.set(digest, refusal('unavailable', 'unreachable'));
    await expect(keep({ layers: true, referrers: false }, { digest: many.digest })).rejects.toMatchObject({
      reason: 'unreachable',
    });
  });

  it('by a bare digest fetches from its known sources', async () => {
    await stage.pull.manifest(repository, index.digest);
    const { failed } = await keep({ layers: true, referrers: true }, { repository: undefined });
    expect(failed).toBe(0);
    expect((await stage.pull.blob(repository, arm.layer.digest)).cache).toMatchObject({ hit: true });
    expect((await stage.pull.manifest(repository, sbom.digest)).cache).toMatchObject({ hit: true });
  });

  it('stops when its signal aborts, and can be resumed', async () => {
    const stop = new AbortController();
    const release = registry.holdBodies(4);
    const kept = keep({ layers: true, referrers: false }, {}, stop.signal);
    await registry.nextCall();
    stop.abort(new Error('enough'));
    await expect(kept).rejects.toThrow('enough');
    release();
    expect(await keep({ layers: true, referrers: false })).toMatchObject({ failed: 0 });
  });

  it('makes it available offline in the transaction that finds it complete, and not if a part was deleted meanwhile', async () => {
    const asked = { layers: true, referrers: false };
    const promised: string[] = [];
    const promise = ({ revision }: { readonly revision: number }) => {
      promised.push('promised');
      return `promise ${revision}`;
    };
    const { changeRoots } = stage.store;
    stage.store.changeRoots = async (...change) => {
      await stage.store.delete(arm.layer.digest);
      return changeRoots(...change);
    };
    expect(await keep(asked, {}, undefined, promise)).toMatchObject({
      failed: 1,
      lacking: [{ digest: arm.layer.digest }],
    });
    expect([promised, (await stage.store.roots()).revision]).toEqual([[], 0]);
    stage.store.changeRoots = changeRoots;
    expect(await keep(asked, {}, undefined, promise)).toMatchObject({ failed: 0 });
    expect([promised, (await stage.store.roots()).text]).toEqual([['promised'], 'promise 0']);
    // An image with missing parts is never made available offline.
    await stage.store.delete(amd.layer.digest);
    registry.failures.set(amd.layer.digest, refusal('permission_denied', 'denied'));
    expect(await keep(asked, {}, undefined, promise)).toMatchObject({ failed: 1 });
    expect(promised).toEqual(['promised']);
  });

  it('checks it against the store; its time is that of the part hashed longest ago', async () => {
    const asked = { repository, digest: index.digest, options: { layers: true, referrers: false } };
    const check = () => stage.library.checkStored(asked, new AbortController().signal);
    expect(await check()).toEqual({ count: 1, missing: 1, corrupt: 0, verifiedAt: undefined });
    await keep({ layers: false, referrers: false });
    expect(await check()).toEqual({ count: 7, missing: 2, corrupt: 0, verifiedAt: undefined });
    await keep(asked.options);
    const written = (await check()).verifiedAt;
    expect(written).toBeInstanceOf(Date);
    for await (const _ of stage.library.verify(undefined, index.digest));
    const { verifiedAt } = await check();
    expect(verifiedAt?.getTime()).toBeGreaterThan(written?.getTime() ?? Number.NaN);
    await stage.library.quarantine(amd.layer.digest);
    expect(await check()).toEqual({ count: 7, missing: 0, corrupt: 1, verifiedAt: undefined });
    await stage.store.delete(index.digest);
    expect(await check()).toEqual({ count: 1, missing: 1, corrupt: 0, verifiedAt: undefined });
  });

  it('can be checked separately', async () => {
    await keep({ layers: true, referrers: true });
    const other = await putBlob('something else');
    await stage.pull.blob(repository, other.digest);
    stage.store.corrupt(other.digest, new Uint8Array(3));
    stage.store.corrupt(arm.layer.digest, new Uint8Array(3));
    const found: unknown[] = [];
    for await (const { progress, corrupt } of stage.library.verify(undefined, index.digest)) {
      if (corrupt) found.push([corrupt, progress.total?.count]);
    }
    // Includes its list of referrers.
    expect(found).toEqual([[{ digest: arm.layer.digest, state: 'healed' }, 11]]);
  });
});

const measure = (options: DownloadRequest['options']) =>
  stage.library.estimateDownload(
    { repository, digest: index.digest, options },
    { signal: new AbortController().signal },
  );

async function keep(
  options: DownloadRequest['options'],
  asked: Partial<DownloadRequest> = {},
  signal = new AbortController().signal,
  promise?: DownloadImageOptions['promise'],
) {
  const lacking: MissingPart[] = [];
  const progress: Progress<Amount>[] = [];
  const failed = await stage.library.downloadImage(
    { repository, digest: index.digest, ...asked, options },
    { signal, promise, onMissing: (part) => lacking.push(part), onProgress: (step) => progress.push(step) },
  );
  return { failed, lacking, progress };
}

function refusal(code: AppError['code'], reason: Reason): AppError {
  return new AppError(code, `it is ${reason}`, { reason });
}

async function putImage(name: string, subject?: Put): Promise<{ readonly image: Put; readonly layer: Put }> {
  const layer = await putBlob(`layer of ${name}`);
  const document = manifestOf(await putBlob(`{"author":"${name}"}`), [layer]);
  const image = await put(mediaTypes.ociManifest, subject ? { ...document, subject } : document);
  return { image, layer };
}

function manifestOf({ digest, size }: Put, layers: readonly Put[]): object {
  const config = { mediaType: mediaTypes.ociConfig, digest, size };
  return { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers };
}

function putBlob(text: string): Promise<Put> {
  return putBytes(layerType, new TextEncoder().encode(text));
}

function put(mediaType: string, document: object): Promise<Put> {
  return putBytes(mediaType, new TextEncoder().encode(JSON.stringify(document)));
}

async function putBytes(mediaType: string, bytes: Uint8Array): Promise<Put> {
  const digest = await digestBytes('sha256', bytes);
  registry.put(repository, digest, bytes);
  return { mediaType, digest, size: bytes.length };
}
