import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestBytes, digestedBytes, mediaTypes, parseManifest, verifySignatures } from '../oci/index.ts';
import { type DistributionRegistry, startDistribution } from './distributionRegistry.ts';
import { pushRealImages, type RealImage } from './realImages.ts';

let registry: DistributionRegistry;
let images: readonly RealImage[] = [];

beforeAll(async () => {
  registry = await startDistribution();
  images = await pushRealImages(registry);
}, 60_000);

afterAll(() => registry.stop());

describe('the real registry', () => {
  it('holds an image of each kind, with the layers that were built', () => {
    const kinds = images.map(({ title, layers }) => `${title}: ${layers.length}`);
    expect(kinds).toEqual([
      'OCI image: 3',
      'Docker schema2 image: 3',
      'signed Docker schema1 image: 4',
      'OCI index of two platforms: 6',
      'artifact with a subject: 1',
      ...kinds.slice(5),
    ]);
  });

  it('signs schema1 by a key of its own: valid, and not valid with one byte of payload or signature changed', async () => {
    const { repository = '', digest = '' } = images.find(({ mediaType }) => mediaType.endsWith('prettyjws')) ?? {};
    const { dockerSchema1Signed: accept } = mediaTypes;
    const url = `${registry.origin}/v2/${repository}/manifests/${digest}`;
    const bytes = new Uint8Array(await (await fetch(url, { headers: { accept } })).arrayBuffer());
    expect(await digestBytes('sha256', digestedBytes(parseManifest(accept, bytes)))).toBe(digest);
    const { jwk, alg } = JSON.parse(new TextDecoder().decode(bytes)).signatures[0].header;
    const valid = { algorithm: alg, keyId: jwk.kid, state: 'valid' };
    expect(await verifySignatures(bytes)).toEqual({ signatures: [valid], more: 0 });
    for (const place of ['"tag":"', '"signature":"']) {
      const changed = flipAfter(bytes, place);
      const invalid = { ...valid, state: 'invalid', why: 'other_content' };
      expect((await verifySignatures(changed)).signatures, place).toEqual([invalid]);
    }
  });

  it('notes what it is asked, is gone while it pauses, and comes back at the same place', async () => {
    registry.requests.length = 0;
    await fetch(`${registry.origin}/v2/`);
    expect(registry.requests).toEqual([{ method: 'GET', path: '/v2/' }]);
    await registry.pause();
    await expect(fetch(`${registry.origin}/v2/`)).rejects.toThrow('fetch failed');
    await registry.resume();
    expect((await fetch(`${registry.origin}/v2/`)).status).toBe(200);
  });
});

/** The byte right behind a text is another letter. */
function flipAfter(bytes: Uint8Array, text: string): Uint8Array {
  const at = new TextDecoder('latin1').decode(bytes).indexOf(text);
  expect(at).toBeGreaterThan(0);
  const index = at + text.length;
  return bytes.with(index, bytes[index] === 0x41 ? 0x42 : 0x41);
}
