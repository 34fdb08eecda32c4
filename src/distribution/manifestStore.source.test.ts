import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { mediaTypes } from '../oci/index.ts';
import { imageFixture, recordManifestStore, storeContent } from '../testing/index.ts';

const image = await imageFixture();
const { digest, manifest } = image;
const mediaType = mediaTypes.ociManifest;
const key = 'containerd.io/distribution.source.docker.io';
const repository = { host: 'docker.io', name: 'library/b' };
const remoteHas = { answers: { [digest]: manifest }, repository };
const fromAnother = { [key]: 'library/c,library/a' };
const readLocally = ['writer', 'readerAt', 'reader.readAt', 'reader.close', 'info'];

describe('the source label', () => {
  test('is committed with pulled content', async () => {
    const { manifests, calls } = recordManifestStore(remoteHas);
    await manifests.get({ digest, mediaType });
    expect(calls.argsOf('writer.commit')).toEqual([[image.bytes.length, digest, { [key]: 'library/b' }]]);
  });

  test('names docker.io if the repository has no host', async () => {
    const { manifests, local } = recordManifestStore({ ...remoteHas, repository: { host: '', name: 'library/b' } });
    await manifests.get({ digest, mediaType });
    expect((await local.info(digest)).labels).toEqual({ [key]: 'library/b' });
  });

  test('is neither read nor written without a repository', async () => {
    const { manifests, local, calls } = recordManifestStore({ exists: true });
    await storeContent(local, image, fromAnother);
    calls.clear();
    await manifests.get({ digest, mediaType });
    expect(calls.names).toEqual(['writer', 'readerAt', 'reader.readAt', 'reader.close']);
  });

  test('that lists the repository is enough: the remote gets no request', async () => {
    const { manifests, local, calls } = recordManifestStore({ repository, exists: true });
    await storeContent(local, image, { [key]: 'library/a,library/b' });
    calls.clear();
    await manifests.get({ digest, mediaType });
    expect(calls.names).toEqual(readLocally);
  });
});

describe('content of another repository', () => {
  test('is returned if the remote has it, and the repository is added to the label, sorted', async () => {
    const { manifests, local, calls } = recordManifestStore({ repository, exists: true });
    await storeContent(local, image, { ...fromAnother, pinned: 'yes' });
    calls.clear();
    const found = await manifests.get({ digest, mediaType });
    expect(found.payload().bytes).toEqual(image.bytes);
    expect(calls.names).toEqual([...readLocally, 'remote.exists', 'update']);
    expect(calls.argsOf('update')).toEqual([[digest, { [key]: 'library/a,library/b,library/c' }, `labels.${key}`]]);
    expect((await local.info(digest)).labels).toMatchObject({ pinned: 'yes' });
  });

  test('is checked at the remote only once', async () => {
    const { manifests, local, calls } = recordManifestStore({ repository, exists: true });
    await storeContent(local, image, fromAnother);
    await manifests.get({ digest, mediaType });
    await manifests.get({ digest, mediaType });
    expect(calls.count('remote.exists')).toBe(1);
  });

  test('of another host is checked at the remote, under a separate label', async () => {
    const { manifests, local, calls } = recordManifestStore({ repository, exists: true });
    const foreignLayers = 'containerd.io/distribution.source.quay.io';
    await storeContent(local, image, { [foreignLayers]: 'library/b' });
    await manifests.get({ digest, mediaType });
    expect(calls.count('remote.exists')).toBe(1);
    expect((await local.info(digest)).labels).toEqual({ [foreignLayers]: 'library/b', [key]: 'library/b' });
  });

  test('is not returned if the remote does not have it: then it is requested, and the error returned', async () => {
    const { manifests, local, calls, debugs } = recordManifestStore({ repository, exists: false });
    await storeContent(local, image, fromAnother);
    calls.clear();
    await expect(manifests.get({ digest, mediaType })).rejects.toMatchObject({
      message: `"${digest}" is not at the remote`,
    });
    expect(calls.names).toEqual([...readLocally, 'remote.exists', 'remote.get']);
    expect(debugs.at(-1)?.error).toBe(`manifest "${digest}" not found`);
    expect((await local.info(digest)).labels).toEqual(fromAnother);
  });

  test('is requested if the remote cannot tell whether it has it', async () => {
    const offline = new AppError('unavailable', 'offline');
    const { manifests, local, calls } = recordManifestStore({ ...remoteHas, exists: offline });
    await storeContent(local, image, fromAnother);
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(calls.names.slice(-2)).toEqual(['remote.exists', 'remote.get']);
    expect((await local.info(digest)).labels).toEqual(fromAnother);
  });

  test('is returned, and labelled, if the remote has no exists method', async () => {
    const { manifests, local, calls } = recordManifestStore({ repository });
    await storeContent(local, image, { [key]: 'library/a' });
    await manifests.get({ digest, mediaType });
    expect(calls.count('remote.get')).toBe(0);
    expect((await local.info(digest)).labels).toEqual({ [key]: 'library/a,library/b' });
  });

  test('is returned if the label cannot be changed, which is logged', async () => {
    const { manifests, local, calls, warnings } = recordManifestStore({ repository, exists: true });
    await storeContent(local, image, fromAnother);
    local.fail('update', new Error('disk'));
    expect((await manifests.get({ digest, mediaType })).payload().bytes).toEqual(image.bytes);
    expect(warnings).toEqual([{ message: 'Error updating content distribution source', error: 'disk' }]);
    expect(calls.count('remote.get')).toBe(0);
  });

  test('is requested if its labels cannot be read', async () => {
    const { manifests, local, debugs } = recordManifestStore({ ...remoteHas, exists: true });
    await storeContent(local, image, fromAnother);
    local.fail('info', new Error('disk'));
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(debugs.at(-1)?.error).toBe('error getting content info: disk');
  });
});
