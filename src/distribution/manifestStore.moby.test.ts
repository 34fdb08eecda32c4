import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { type MediaType, mediaTypes, refKey } from '../oci/index.ts';
import { imageFixture, type RecordedManifestStore, recordManifestStore, storeContent } from '../testing/index.ts';

const image = await imageFixture();
const { digest, manifest } = image;
const mediaType = mediaTypes.ociManifest;

/** The cases of moby's TestManifestStore (distribution/manifest_test.go), by their names. */
describe('TestManifestStore', () => {
  let current: RecordedManifestStore;

  beforeEach(() => {
    current = recordManifestStore({ answers: { [digest]: manifest } });
  });

  afterEach(async () => {
    for (const type of [mediaType, '' as MediaType]) {
      const ref = refKey({ digest, mediaType: type });
      await expect(current.local.status(ref), ref).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('no remote or local: the error of the remote', async () => {
    const error = new AppError('not_found', 'not here');
    current = recordManifestStore({ answers: { [digest]: error } });
    await expect(current.manifests.get({ digest, mediaType })).rejects.toBe(error);
  });

  test('no local cache: one request to the remote, stored, none for the second get', async () => {
    const { manifests, calls, local } = current;
    expect((await manifests.get({ digest, mediaType })).payload().bytes).toEqual(image.bytes);
    expect(calls.count('remote.get')).toBe(1);
    await expect(local.info(digest)).resolves.toMatchObject({ digest, size: image.bytes.length });
    expect((await manifests.get({ digest, mediaType })).payload().bytes).toEqual(image.bytes);
    expect(calls.count('remote.get')).toBe(1);
  });

  test('with local cache: no request to the remote', async () => {
    const { manifests, calls, local } = current;
    await storeContent(local, image);
    expect((await manifests.get({ digest, mediaType })).payload().bytes).toEqual(image.bytes);
    expect(calls.count('remote.get')).toBe(0);
  });

  test('unknown media type, no cache: one request to the remote', async () => {
    const { manifests, calls } = current;
    expect((await manifests.get({ digest })).payload().bytes).toEqual(image.bytes);
    expect(calls.count('remote.get')).toBe(1);
  });

  test.each([
    ['with a media type', mediaType],
    ['without a media type', '' as MediaType],
  ])('unknown media type, cached %s: no request to the remote', async (_how, type) => {
    const { manifests, calls } = current;
    await manifests.get({ digest, mediaType: type });
    calls.clear();
    expect((await manifests.get({ digest })).payload()).toEqual({ mediaType, bytes: image.bytes });
    expect(calls.count('remote.get')).toBe(0);
  });

  test.each(['writer', 'writer.commit'] as const)(
    'error persisting manifest, on %s: returned, not stored',
    async (call) => {
      const { manifests, local } = current;
      local.fail(call, new Error('error persisting'));
      expect((await manifests.get({ digest, mediaType })).payload().bytes).toEqual(image.bytes);
      await expect(local.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    },
  );
});
