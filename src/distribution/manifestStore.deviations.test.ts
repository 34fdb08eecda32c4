import { describe, expect, test } from 'vitest';
import { digestBytes, mediaTypes, refKey } from '../oci/index.ts';
import {
  imageFixture,
  indexFixture,
  leaveIngest,
  readContent,
  recordManifestStore,
  storeContent,
} from '../testing/index.ts';

const image = await imageFixture();
const other = await imageFixture('other');
const { digest, manifest } = image;
const mediaType = mediaTypes.ociManifest;
const key = refKey({ mediaType, digest });
const repository = { host: 'docker.io', name: 'library/a' };
const source = 'containerd.io/distribution.source.docker.io';
const remoteHas = { answers: { [digest]: manifest } };
const encode = (text: string) => new TextEncoder().encode(text);

describe('1: bytes from the remote that hash to another digest', () => {
  test('are an error with both digests, and nothing is stored', async () => {
    const { manifests, calls, local } = recordManifestStore({ answers: { [digest]: other.manifest } });
    await expect(manifests.get({ digest, mediaType })).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'digest_mismatch',
      detail: { digest, actual: other.digest },
    });
    expect(calls.names).toEqual(['writer', 'remote.get', 'abort', 'writer.close']);
    for (const absent of [digest, other.digest]) {
      await expect(local.info(absent)).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await local.listStatuses()).toEqual([]);
  });

  test('are also an error if they would not be saved because the ref is locked', async () => {
    const { manifests, local } = recordManifestStore({ answers: { [digest]: other.manifest } });
    await local.writer(key);
    await expect(manifests.get({ digest, mediaType })).rejects.toMatchObject({ reason: 'digest_mismatch' });
  });
});

describe('2: corrupt stored content', () => {
  test.each([
    ['other bytes, valid JSON', other.bytes],
    ['fewer bytes', image.bytes.subarray(1)],
    ['no bytes', new Uint8Array()],
  ])('of %s is replaced by what the remote returns', async (_what, bytes) => {
    const { manifests, local, calls } = recordManifestStore(remoteHas);
    await storeContent(local, image);
    local.corrupt(digest, bytes);
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(await readContent(local, digest)).toEqual(image.bytes);
    calls.clear();
    await manifests.get({ digest, mediaType });
    expect(calls.count('remote.get')).toBe(0);
  });

  test('is replaced only after the bytes from the remote are verified', async () => {
    const { manifests, local, calls } = recordManifestStore(remoteHas);
    await storeContent(local, image);
    local.corrupt(digest, other.bytes);
    calls.clear();
    await manifests.get({ digest, mediaType });
    expect(calls.names).toEqual([
      ...['writer', 'readerAt', 'reader.readAt', 'reader.close', 'remote.get'],
      ...['info', 'delete', 'writer', 'writer.status', 'writer.write', 'writer.commit', 'writer.close'],
    ]);
  });

  test('is never served: if the remote fails too, its error is returned and the content stays', async () => {
    const { manifests, local, calls } = recordManifestStore();
    await storeContent(local, image);
    local.corrupt(digest, other.bytes);
    await expect(manifests.get({ digest, mediaType })).rejects.toMatchObject({ code: 'not_found' });
    expect(calls.count('delete')).toBe(0);
  });

  test('keeps its labels, and every repository in them, when it is replaced', async () => {
    const { manifests, local } = recordManifestStore({ ...remoteHas, repository });
    await storeContent(local, image, { [source]: 'library/a,library/b', pinned: 'yes' });
    local.corrupt(digest, other.bytes);
    await manifests.get({ digest, mediaType });
    expect((await local.info(digest)).labels).toEqual({ [source]: 'library/a,library/b', pinned: 'yes' });
  });

  test.each(['info', 'delete'] as const)(
    'that cannot be replaced because %s fails is logged, and the manifest returned',
    async (call) => {
      const { manifests, local, warnings } = recordManifestStore(remoteHas);
      await storeContent(local, image);
      local.corrupt(digest, other.bytes);
      local.fail(call, new Error('disk'));
      expect(await manifests.get({ digest, mediaType })).toBe(manifest);
      expect(warnings).toEqual([
        { message: 'Corrupt content is replaced from the remote', error: undefined },
        { message: 'Error persisting manifest', error: 'disk' },
      ]);
    },
  );

  test('that cannot be rewritten leaves no ingest', async () => {
    const { manifests, local, calls } = recordManifestStore(remoteHas);
    await storeContent(local, image);
    local.corrupt(digest, other.bytes);
    local.fail('writer.commit', new Error('full'));
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(calls.names.slice(-3)).toEqual(['writer.commit', 'abort', 'writer.close']);
    expect(await local.listStatuses()).toEqual([]);
  });
});

describe('4: an ingest that an earlier pull left', () => {
  test('is truncated before the manifest is written, so that this pull is stored', async () => {
    const { manifests, local, calls, warnings } = recordManifestStore(remoteHas);
    await leaveIngest(local, key, encode('half of a mani'));
    calls.clear();
    await manifests.get({ digest, mediaType });
    expect(calls.names).toEqual([
      ...['writer', 'remote.get', 'writer.status', 'writer.truncate'],
      ...['writer.write', 'writer.commit', 'writer.close'],
    ]);
    expect(await readContent(local, digest)).toEqual(image.bytes);
    expect(warnings).toEqual([]);
  });
});

describe('5: stored content that declares one type and is another', () => {
  test.each([
    [
      'a manifest with manifests',
      { mediaType, config: {}, layers: [], manifests: [] },
      `media-type: "${mediaType}" should not have "manifests" or "fsLayers"`,
    ],
    [
      'an index with layers',
      { mediaType: mediaTypes.ociIndex, manifests: [], layers: [] },
      `media-type: "${mediaTypes.ociIndex}" should not have "config", "layers", or "fsLayers"`,
    ],
    ['an undeclared mix of both', { config: {}, layers: [], manifests: [] }, 'media-type: cannot determine'],
  ])('%s has no type: the warning has both names and it is not served', async (_what, document, message) => {
    const bytes = encode(JSON.stringify(document));
    const confused = { bytes, digest: await digestBytes('sha256', bytes) };
    const { manifests, local, calls, warnings } = recordManifestStore();
    await storeContent(local, confused);
    await expect(manifests.get({ digest: confused.digest })).rejects.toMatchObject({ code: 'not_found' });
    expect(calls.count('remote.get')).toBe(1);
    expect(warnings).toEqual([
      { message: 'Error looking up media type of content', error: `error detecting media type: ${message}` },
    ]);
  });

  test('an index that the caller calls a manifest is not served as one', async () => {
    const index = await indexFixture();
    const { manifests, local, debugs } = recordManifestStore();
    await storeContent(local, index);
    await expect(manifests.get({ digest: index.digest, mediaType })).rejects.toMatchObject({ code: 'not_found' });
    expect(debugs.at(-1)?.error).toBe(
      'error unmarshaling manifest from content store: ocimanifest: expected manifest but found index',
    );
  });
});
