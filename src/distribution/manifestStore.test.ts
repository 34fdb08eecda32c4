import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { mediaTypes, refKey } from '../oci/index.ts';
import { imageFixture, leaveIngest, readContent, recordManifestStore, storeContent } from '../testing/index.ts';

const image = await imageFixture();
const { digest, manifest } = image;
const mediaType = mediaTypes.ociManifest;
const key = refKey({ mediaType, digest });
const remoteHas = { answers: { [digest]: manifest } };
const pulledAnew = ['writer', 'remote.get', 'writer.status', 'writer.write', 'writer.commit', 'writer.close'];

describe('content that is not stored', () => {
  test('is written between the request to the remote and the close', async () => {
    const { manifests, calls, warnings } = recordManifestStore(remoteHas);
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(calls.names).toEqual(pulledAnew);
    expect(warnings).toEqual([]);
  });

  test('is looked up for its type first if the caller names none', async () => {
    const { manifests, calls, warnings } = recordManifestStore(remoteHas);
    await manifests.get({ digest });
    expect(calls.names).toEqual(['readerAt', ...pulledAnew]);
    expect(calls.argsOf('writer')[0]?.[0]).toBe(`unknown-${digest}`);
    expect(warnings).toEqual([]);
  });

  test('is requested by digest only', async () => {
    const { manifests, calls } = recordManifestStore(remoteHas);
    await manifests.get({ digest, mediaType, size: 7n });
    expect(calls.argsOf('remote.get')).toEqual([[digest]]);
  });

  test('is opened under the ref key of the descriptor, with the descriptor', async () => {
    const { manifests, calls } = recordManifestStore(remoteHas);
    await manifests.get({ digest, mediaType, size: 7n });
    expect(calls.argsOf('writer')).toEqual([[key, { digest, mediaType, size: 7n }]]);
  });

  test('is committed with the size and digest of its payload, exact bytes, whatever size was stated', async () => {
    const { manifests, calls, local } = recordManifestStore(remoteHas);
    await manifests.get({ digest, mediaType, size: 7n });
    expect(calls.argsOf('writer.commit')).toEqual([[image.bytes.length, digest, {}]]);
    expect(await readContent(local, digest)).toEqual(image.bytes);
  });
});

describe('stored content', () => {
  test('is read after the writer reported that it exists, without a request to the remote', async () => {
    const { manifests, calls, local, warnings } = recordManifestStore();
    await storeContent(local, image);
    calls.clear();
    const found = await manifests.get({ digest, mediaType });
    expect(found.payload()).toEqual({ mediaType, bytes: image.bytes });
    expect(calls.names).toEqual(['writer', 'readerAt', 'reader.readAt', 'reader.close']);
    expect(warnings).toEqual([]);
  });

  test('is read for its type, then under the key of that type', async () => {
    const { manifests, calls, local } = recordManifestStore();
    await storeContent(local, image);
    calls.clear();
    await manifests.get({ digest });
    const read = ['readerAt', 'reader.readAt', 'reader.close'];
    expect(calls.names).toEqual([...read, 'writer', ...read]);
    expect(calls.argsOf('writer')[0]?.[0]).toBe(key);
  });

  test('is requested from the remote if the caller names another type, and stays unchanged', async () => {
    const { manifests, calls, local, debugs, warnings } = recordManifestStore(remoteHas);
    await storeContent(local, image);
    calls.clear();
    expect(await manifests.get({ digest, mediaType: mediaTypes.ociIndex })).toBe(manifest);
    expect(calls.names).toEqual(['writer', 'readerAt', 'reader.readAt', 'reader.close', 'remote.get']);
    expect(debugs.at(-1)?.error).toContain('error unmarshaling manifest from content store: ');
    expect(warnings).toEqual([]);
  });

  test.each([
    ['readerAt', 'error getting content store reader: disk'],
    ['reader.readAt', 'error reading manifest from content store: disk'],
  ] as const)('is requested from the remote, and not written, if %s fails', async (call, message) => {
    const { manifests, calls, local, debugs, warnings } = recordManifestStore(remoteHas);
    await storeContent(local, image);
    local.fail(call, new Error('disk'));
    calls.clear();
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(calls.names.at(-1)).toBe('remote.get');
    expect(calls.count('writer')).toBe(1);
    expect(calls.count('reader.close')).toBe(call === 'readerAt' ? 0 : 1);
    expect(debugs).toEqual([{ message: 'Fetching manifest from remote', error: message }]);
    expect(warnings).toEqual([]);
  });

  test('is requested from the remote and returned, not saved, if another caller holds its ref', async () => {
    const { manifests, calls, local, debugs, warnings } = recordManifestStore(remoteHas);
    const other = await local.writer(key);
    calls.clear();
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(calls.names).toEqual(['writer', 'remote.get']);
    expect(debugs.at(-1)?.error).toContain('is held by another writer');
    expect(warnings).toEqual([]);
    await other.close();
    await expect(local.info(digest)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a store failure never fails the call', () => {
  test.each(['unavailable', 'invalid_argument', 'resource_exhausted'] as const)(
    'a writer refused as %s means a request to the remote, without a save',
    async (code) => {
      const { manifests, calls, local } = recordManifestStore(remoteHas);
      local.fail('writer', new AppError(code, 'no'));
      expect(await manifests.get({ digest, mediaType })).toBe(manifest);
      expect(calls.names).toEqual(['writer', 'remote.get']);
    },
  );

  test.each([
    ['writer.write', 'error writing manifest to content store: full'],
    ['writer.commit', 'error committing manifest to content store: full'],
  ] as const)('%s that fails aborts the ingest, is logged, and the manifest is returned', async (call, message) => {
    const { manifests, calls, local, warnings } = recordManifestStore(remoteHas);
    local.fail(call, new AppError('resource_exhausted', 'full', { reason: 'quota' }));
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(calls.names.slice(-3)).toEqual([call, 'abort', 'writer.close']);
    expect(calls.argsOf('abort')).toEqual([[key]]);
    expect(warnings).toEqual([{ message: 'Error persisting manifest', error: message }]);
    expect(await local.listStatuses()).toEqual([]);
  });

  test('an abort that fails after a failed save is logged before the save', async () => {
    const { manifests, local, warnings } = recordManifestStore(remoteHas);
    local.fail('writer.commit', new Error('full'));
    local.fail('abort', new Error('stuck'));
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(warnings.map(({ message }) => message)).toEqual([
      'error aborting content ingest',
      'Error persisting manifest',
    ]);
  });

  test('content that another caller committed meanwhile is logged, and the manifest returned', async () => {
    const { manifests, local, warnings } = recordManifestStore(remoteHas);
    local.fail('writer.commit', new AppError('already_exists', 'raced'));
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(warnings.at(-1)).toEqual({
      message: 'Error persisting manifest',
      error: 'error committing manifest to content store: raced',
    });
  });

  test('a close that fails is logged, and the manifest returned', async () => {
    const { manifests, local, warnings } = recordManifestStore(remoteHas);
    local.fail('writer.close', new Error('lost'));
    expect(await manifests.get({ digest, mediaType })).toBe(manifest);
    expect(warnings).toEqual([{ message: 'Error closing content ingest', error: 'lost' }]);
  });

  test('an ingest left under another key is not touched', async () => {
    const { manifests, local } = recordManifestStore(remoteHas);
    await leaveIngest(local, `unknown-${digest}`, new Uint8Array(3));
    await manifests.get({ digest, mediaType });
    expect((await local.listStatuses()).map(({ ref }) => ref)).toEqual([`unknown-${digest}`]);
  });
});
