import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Digest, digestBytes, mediaTypes } from '../oci/index.ts';
import { createPullThroughStage, type PullThroughStage } from '../testing/index.ts';
import { storeContent } from '../testing/storeContent.ts';
import { openExport, planExport } from './exportPlan.ts';

const all = { platforms: [], referrers: false };

let stage: PullThroughStage;

beforeEach(() => {
  stage = createPullThroughStage();
});

describe('the plan of a file', () => {
  it('takes what is called a manifest and is none, or is too large for one, as bytes', async () => {
    const none = await put(new TextEncoder().encode('no manifest'));
    const large = await put(new Uint8Array(4 * 1024 * 1024 + 1));
    const root = await putIndex([{ digest: none }, { digest: large }]);
    const plan = await planExport(stage.keeper.closures(), root, all);
    expect(plan).toMatchObject({ total: { count: 3 }, missing: { count: 0 }, isPartial: false });
    expect((await openExport(stage.keeper.closures(), root, all)).lengthBytes).toBe(plan.fileBytes);
    await expect(planExport(stage.keeper.closures(), none, all)).rejects.toMatchObject({ code: 'invalid_argument' });
    await expect(planExport(stage.keeper.closures(), large, all)).rejects.toMatchObject({ code: 'resource_exhausted' });
  });

  it('measures two hundred platforms, counts the rest, and reads the index once', async () => {
    const missing = `sha256:${'a'.repeat(64)}`;
    const root = await putIndex(
      Array.from({ length: 250 }, (_, at) => ({ digest: missing, platform: { os: 'linux', architecture: `a${at}` } })),
    );
    const readerAt = vi.spyOn(stage.store, 'readerAt');
    const plan = await planExport(stage.keeper.closures(), root, all);
    expect([plan.platforms.length, plan.morePlatforms]).toEqual([200, 50]);
    expect(readerAt.mock.calls.filter(([{ digest }]) => digest === root)).toHaveLength(1);
  });

  it('ends where nobody waits for it any more', async () => {
    const root = await putIndex([]);
    const gone = AbortSignal.abort();
    await expect(planExport(stage.keeper.closures(), root, all, gone)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

function putIndex(entries: readonly object[]): Promise<Digest> {
  const manifests = entries.map((entry) => ({ mediaType: mediaTypes.ociManifest, size: 100, ...entry }));
  const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
  return put(new TextEncoder().encode(JSON.stringify(index)));
}

async function put(bytes: Uint8Array): Promise<Digest> {
  const digest = await digestBytes('sha256', bytes);
  await storeContent(stage.store, { bytes, digest });
  return digest;
}
