import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { mediaTypes, refKey } from '../oci/index.ts';
import { imageFixture, recordManifestStore, storeContent } from '../testing/index.ts';

const image = await imageFixture();
const { digest, manifest } = image;
const mediaType = mediaTypes.ociManifest;
const key = refKey({ mediaType, digest });
const refused = new AppError('permission_denied', 'no entry', { reason: 'denied' });

describe('a remote that fails', () => {
  test('returns its own error, the same object, after the ingest is aborted and then closed', async () => {
    const { manifests, calls, local, warnings } = recordManifestStore({ answers: { [digest]: refused } });
    await expect(manifests.get({ digest, mediaType })).rejects.toBe(refused);
    expect(calls.names).toEqual(['writer', 'remote.get', 'abort', 'writer.close']);
    expect(calls.argsOf('abort')).toEqual([[key]]);
    expect(warnings).toEqual([]);
    expect(await local.listStatuses()).toEqual([]);
  });

  test('returns its own error even if the abort fails, which is logged', async () => {
    const { manifests, local, warnings } = recordManifestStore({ answers: { [digest]: refused } });
    local.fail('abort', new AppError('not_found', 'no ingest'));
    await expect(manifests.get({ digest, mediaType })).rejects.toBe(refused);
    expect(warnings).toEqual([{ message: 'Error while attempting to abort content ingest', error: 'no ingest' }]);
  });

  test('leaves the ref unlocked', async () => {
    const { manifests, local } = recordManifestStore({ answers: { [digest]: refused } });
    await expect(manifests.get({ digest, mediaType })).rejects.toBe(refused);
    const writer = await local.writer(key);
    await writer.close();
  });

  test('returns an error of the store if it answers with no manifest, and the ingest is aborted', async () => {
    const { manifests, calls, local } = recordManifestStore({ answers: { [digest]: null } });
    await expect(manifests.get({ digest, mediaType })).rejects.toMatchObject({
      code: 'not_found',
      message: `image manifest does not exist for digest "${digest}"`,
    });
    expect(calls.names.slice(-2)).toEqual(['abort', 'writer.close']);
    expect(await local.listStatuses()).toEqual([]);
  });
});

describe('3: a remote that fails if this call opened no ingest', () => {
  test('leaves the ingest of another caller, who holds the ref, unchanged', async () => {
    const { manifests, calls, local } = recordManifestStore({ answers: { [digest]: refused } });
    const other = await local.writer(key);
    await other.write(new Uint8Array(5));
    await expect(manifests.get({ digest, mediaType })).rejects.toBe(refused);
    expect(calls.count('abort')).toBe(0);
    await expect(local.status(key)).resolves.toMatchObject({ offset: 5 });
    await other.close();
  });

  test('aborts nothing if the content was stored but unreadable', async () => {
    const { manifests, calls, local } = recordManifestStore({ answers: { [digest]: refused } });
    await storeContent(local, image);
    local.fail('readerAt', new Error('disk'));
    await expect(manifests.get({ digest, mediaType })).rejects.toBe(refused);
    expect(calls.count('abort')).toBe(0);
  });
});

describe('the media type', () => {
  test('that the caller names is trusted: the store is not read for it', async () => {
    const { manifests, calls } = recordManifestStore({ answers: { [digest]: manifest } });
    await manifests.get({ digest, mediaType: mediaTypes.ociIndex });
    expect(calls.count('readerAt')).toBe(0);
    expect(calls.argsOf('writer')[0]?.[0]).toBe(`index-${digest}`);
  });

  test.each([
    ['readerAt', 'error getting reader to detect media type: disk'],
    ['reader.readAt', 'disk'],
  ] as const)('stays unknown if %s fails, which is logged', async (call, error) => {
    const { manifests, calls, local, warnings } = recordManifestStore({ answers: { [digest]: manifest } });
    await storeContent(local, image);
    local.fail(call, new Error('disk'));
    expect(await manifests.get({ digest })).toBe(manifest);
    expect(warnings[0]).toEqual({ message: 'Error looking up media type of content', error });
    expect(calls.argsOf('writer').at(-1)?.[0]).toBe(`unknown-${digest}`);
  });

  test('stays unknown if the stored bytes are not JSON, which is logged, and the reader is closed', async () => {
    const { manifests, calls, local, warnings } = recordManifestStore({ answers: { [digest]: manifest } });
    await storeContent(local, image);
    local.corrupt(digest, new Uint8Array());
    calls.clear();
    expect(await manifests.get({ digest })).toBe(manifest);
    expect(calls.names.slice(0, 4)).toEqual(['readerAt', 'reader.readAt', 'reader.close', 'writer']);
    expect(warnings[0]).toEqual({
      message: 'Error looking up media type of content',
      error: 'error detecting media type: unexpected end of JSON input',
    });
  });
});

describe('an invalid digest', () => {
  test.each(['', 'sha256:abc', 'latest'])('"%s" is refused before any request', async (text) => {
    const { manifests, calls } = recordManifestStore();
    await expect(manifests.get({ digest: text })).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(calls.names).toEqual([]);
  });
});
