import { describe, expect, test } from 'vitest';
import { digestBytes, digestedBytes, mediaTypes, parseSchema1Unsigned } from '../oci/index.ts';
import {
  imageFixture,
  leaveIngest,
  type RecordedManifestStore,
  readContent,
  recordManifestStore,
  signedSchema1Fixture,
  storeContent,
} from '../testing/index.ts';

const signed = await signedSchema1Fixture();
const { digest, manifest } = signed;
const documentDigest = await digestBytes('sha256', signed.bytes);
const payload = { mediaType: mediaTypes.dockerSchema1Signed, bytes: signed.bytes };
const remoteHas = { answers: { [digest]: manifest } };
const label = 'ociscope/schema1.signed';
const mediaTypesOfCallers = [undefined, mediaTypes.dockerSchema1Signed, mediaTypes.dockerSchema1];

async function expectSecondGetIsLocal({ manifests, calls }: RecordedManifestStore): Promise<void> {
  calls.clear();
  expect((await manifests.get({ digest })).payload()).toEqual(payload);
  expect(calls.count('remote.get')).toBe(0);
}

describe('6: a signed schema1 manifest', () => {
  test('is named by the digest of its payload, not by that of its bytes', async () => {
    expect(digest).not.toBe(documentDigest);
    expect(await digestBytes('sha256', digestedBytes(manifest))).toBe(digest);
  });

  test.each(mediaTypesOfCallers)(
    'requested as %s is returned as received, and the second time from the store',
    async (type) => {
      const current = recordManifestStore(remoteHas);
      const descriptor = type === undefined ? { digest } : { digest, mediaType: type };
      expect((await current.manifests.get(descriptor)).payload()).toEqual(payload);
      expect(current.warnings).toEqual([]);
      current.calls.clear();
      expect((await current.manifests.get(descriptor)).payload()).toEqual(payload);
      expect(current.calls.count('remote.get')).toBe(0);
    },
  );

  test('is stored as two blobs, each under the digest of its bytes; a label on one names the other', async () => {
    const { manifests, local } = recordManifestStore(remoteHas);
    await manifests.get({ digest });
    expect(await readContent(local, digest)).toEqual(digestedBytes(manifest));
    expect(await readContent(local, documentDigest)).toEqual(signed.bytes);
    expect((await local.info(digest)).labels).toEqual({ [label]: documentDigest });
    expect(await local.listStatuses()).toEqual([]);
  });

  test('has both blobs labelled with the repository, and names the document that this repository sent', async () => {
    const repository = { host: 'docker.io', name: 'a/b' };
    const { manifests, local } = recordManifestStore({ ...remoteHas, repository });
    await manifests.get({ digest });
    for (const blob of [digest, documentDigest]) {
      expect((await local.info(blob)).labels).toMatchObject({
        'containerd.io/distribution.source.docker.io': 'a/b',
      });
    }
    expect((await local.info(digest)).labels).toHaveProperty([`${label}.docker.io/a/b`], documentDigest);
  });

  test('of another payload than requested is an error, and nothing is stored', async () => {
    const asked = (await imageFixture()).digest;
    const { manifests, local } = recordManifestStore({ answers: { [asked]: manifest } });
    await expect(manifests.get({ digest: asked })).rejects.toMatchObject({ reason: 'digest_mismatch' });
    const stored: string[] = [];
    await local.walk((info) => void stored.push(info.digest));
    expect(stored).toEqual([]);
  });

  test('is stored if an earlier pull left half of a document with another signature', async () => {
    const current = recordManifestStore(remoteHas);
    const before = await signedSchema1Fixture('earlier');
    await leaveIngest(current.local, `manifest-signed-${digest}`, before.bytes.subarray(0, before.bytes.length - 9));
    await current.manifests.get({ digest });
    expect(current.warnings).toEqual([]);
    await expectSecondGetIsLocal(current);
  });

  test('whose document cannot be saved is returned, logged, and leaves no ingest', async () => {
    const { manifests, local, warnings } = recordManifestStore(remoteHas);
    local.fail('writer.commit', new Error('full'), (_size, of) => of === documentDigest);
    expect(await manifests.get({ digest })).toBe(manifest);
    expect(warnings.map(({ message }) => message)).toEqual(['Error persisting manifest']);
    expect(await local.listStatuses()).toEqual([]);
    await expect(local.info(digest)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a signed schema1 manifest that is incomplete in the store', () => {
  test('is repaired if the payload is corrupt', async () => {
    const current = recordManifestStore(remoteHas);
    await current.manifests.get({ digest });
    current.local.corrupt(digest, new Uint8Array(3));
    await current.manifests.get({ digest });
    await expectSecondGetIsLocal(current);
  });

  test('is repaired if the document is corrupt', async () => {
    const current = recordManifestStore(remoteHas);
    await current.manifests.get({ digest });
    current.local.corrupt(documentDigest, new Uint8Array(3));
    await current.manifests.get({ digest });
    await expectSecondGetIsLocal(current);
  });

  test('is repaired if the document is missing', async () => {
    const current = recordManifestStore(remoteHas);
    await current.manifests.get({ digest });
    await current.local.delete(documentDigest);
    await current.manifests.get({ digest });
    await expectSecondGetIsLocal(current);
  });

  test.each([
    ['another payload', async () => other()],
    ['no signed document', async () => imageFixture()],
  ])('is its payload if the label names a document of %s, which is removed', async (_what, make) => {
    const current = recordManifestStore(remoteHas);
    const wrong = await make();
    const named = await digestBytes('sha256', wrong.bytes);
    await current.manifests.get({ digest });
    await storeContent(current.local, { bytes: wrong.bytes, digest: named });
    await current.local.update({ digest, labels: { [label]: named } }, `labels.${label}`);
    current.calls.clear();
    const unsigned = { mediaType: mediaTypes.dockerSchema1, bytes: digestedBytes(manifest) };
    expect((await current.manifests.get({ digest })).payload()).toEqual(unsigned);
    expect(current.calls.count('remote.get')).toBe(0);
    expect((await current.local.info(digest)).labels).toEqual({});
    await expect(current.local.info(named)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an unsigned schema1 manifest', () => {
  test('is stored under the digest of its bytes and served again', async () => {
    const unsigned = parseSchema1Unsigned(digestedBytes(manifest));
    const { manifests, local, calls } = recordManifestStore({ answers: { [digest]: unsigned } });
    await manifests.get({ digest });
    expect((await local.info(digest)).labels).toEqual({});
    calls.clear();
    const found = await manifests.get({ digest });
    expect(found.payload()).toEqual({ mediaType: mediaTypes.dockerSchema1, bytes: digestedBytes(manifest) });
    expect(calls.count('remote.get')).toBe(0);
  });
});

async function other() {
  const fixture = await signedSchema1Fixture();
  const text = new TextDecoder().decode(fixture.bytes).replace('"tag": "t"', '"tag": "u"');
  return { bytes: new TextEncoder().encode(text) };
}
