import { describe, expect, test } from 'vitest';
import { hostileDocuments } from '../testing/fixtures/hostileSchema1.ts';
import { createSigner, signDocument } from '../testing/fixtures/signedDocument.ts';
import {
  detectMediaType,
  digestedBytes,
  mediaTypes,
  parseManifest,
  parseShownManifest,
  verifySignatures,
} from './index.ts';

const blob = `sha256:${'d'.repeat(64)}`;
/** Content that a registry tries to replace, by kind. */
const payloads = {
  'an OCI manifest': `{"schemaVersion":2,"config":{"digest":"${blob}","size":2},"layers":[{"digest":"${blob}","size":3}]}`,
  'an OCI index': `{"schemaVersion":2,"mediaType":"${mediaTypes.ociIndex}","manifests":[{"digest":"${blob}","size":2}]}`,
  'a config': '{"architecture":"amd64","os":"linux","config":{"Env":["A=b"]},"rootfs":{"type":"layers","diff_ids":[]}}',
  'any JSON': '{"a":"b"}',
  'a layer': '\u001f not JSON',
  'a schema1 manifest': `{\n "schemaVersion": 1,\n "name": "good/app",\n "tag": "t",\n "fsLayers": [{"blobSum":"${blob}"}],\n "history": []\n}`,
};
const cases = Object.entries(payloads).flatMap(([kind, payload]) =>
  hostileDocuments(payload).map(({ name, bytes }) => [kind, name, payload, bytes] as const),
);
const schema1Names = ['', 'application/json', 'x/y', mediaTypes.dockerSchema1, mediaTypes.dockerSchema1Signed];

describe('a document whose signed payload is not the document without its signatures', () => {
  test.each(cases)(
    'around %s, with %s, is not accepted under the digest of the payload',
    (_kind, _name, payload, bytes) => {
      for (const mediaType of schema1Names) expect(namedBytes(() => parseManifest(mediaType, bytes))).not.toBe(payload);
      expect(namedBytes(() => parseShownManifest(detectMediaType(bytes), bytes))).not.toBe(payload);
    },
  );

  test.each(cases)('has no valid signature around %s, with %s', async (_kind, _name, _payload, bytes) => {
    const { signatures } = await verifySignatures(bytes);
    expect(signatures).not.toEqual([]);
    for (const each of signatures) expect(each).toMatchObject({ state: 'invalid', why: 'unreadable' });
  });

  test('is refused as ambiguous, and not shown as unsigned schema1', () => {
    const [first] = hostileDocuments(payloads['an OCI manifest']);
    expect(() => parseShownManifest(mediaTypes.dockerSchema1Signed, first?.bytes ?? new Uint8Array())).toThrow(
      expect.objectContaining({ reason: 'invalid_manifest', detail: { kind: 'ambiguous' } }),
    );
  });
});

describe('a document that is its payload plus signatures', () => {
  test.each([
    ['an OCI index', `{"schemaVersion":2,"manifests":[]\n}`],
    ['a schema1 manifest with layers of another kind', '{"fsLayers":[],"layers":[]\n}'],
    ['of an unknown type', '{"mediaType":"x/y","fsLayers":[]\n}'],
  ])('is refused if it is %s', async (_name, payload) => {
    const bytes = await signDocument(payload, [await createSigner('ES256')]);
    expect(() => parseManifest(mediaTypes.dockerSchema1Signed, bytes)).toThrow(
      expect.objectContaining({ detail: { kind: 'ambiguous' } }),
    );
  });

  test('is schema1 if the payload has the same duplicate members and escapes', async () => {
    const payload = '{"name":"a","\\u0066sLayers":[],"fsLayers":[{"blobSum":"x"}],"name":"b"\n}';
    const bytes = await signDocument(payload, [await createSigner('ES256')]);
    const manifest = parseManifest('', bytes);
    expect(manifest).toMatchObject({ kind: 'schema1', name: 'b', layers: [{ digest: 'x' }] });
    expect(new TextDecoder().decode(digestedBytes(manifest))).toBe(payload);
  });
});

/** The text that the registry hashes for the digest of a manifest; undefined if there is no manifest. */
function namedBytes(read: () => ReturnType<typeof parseManifest>): string | undefined {
  try {
    return new TextDecoder().decode(digestedBytes(read()));
  } catch {
    return undefined;
  }
}
