import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { signatureSuite } from '../testing/suites/signatureSuite.ts';
import { verifySignatures } from './index.ts';

signatureSuite();

const folder = '../shared/vectors/manifests';
const isHere = existsSync(folder);
if (!isHere) console.log(`${folder} is not here: its signatures are not verified`);

/** Documents signed by docker, quay and other registries. */
const signed = {
  'ci-schema1-rhel.json': 'valid',
  'quay-manifest-unencoded-unicode.json': 'valid',
  'quay-validate-manifest-known-issue.json': 'valid',
  'quay-complex.schema1.json': 'valid',
  // Changed by its authors after it was signed: they only test digests.
  'ci-v2s1-signed.json': 'other_content',
} as const;

describe.runIf(isHere)('real documents', () => {
  test.each(Object.entries(signed))('reports %s as %s, by the key with the stated id', async (file, expected) => {
    const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
    const { signatures, more } = await verifySignatures(bytes);
    expect(more).toBe(0);
    const stated = JSON.parse(new TextDecoder().decode(bytes)).signatures;
    expect(signatures.map((each) => ('keyId' in each ? each.keyId : ''))).toEqual(
      stated.map(({ header }: { header: { jwk: { kid: string } } }) => header.jwk.kid),
    );
    expect(signatures.map((each) => ('why' in each ? each.why : each.state))).toEqual(stated.map(() => expected));
  });

  test.each(Object.entries(signed).filter(([, state]) => state === 'valid'))(
    '%s is not valid with one byte of its payload changed',
    async (file) => {
      const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
      const { signatures } = await verifySignatures(bytes.with(bytes.indexOf(0x3a) + 2, 0x32));
      expect(signatures.map((each) => 'why' in each && each.why)).toEqual(signatures.map(() => 'other_content'));
    },
  );

  test('reports no signatures for unsigned documents', async () => {
    for (const file of ['ci-v2s1-unsigned.json', 'ci-v2s1-everything.json']) {
      const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
      expect(await verifySignatures(bytes)).toEqual({ signatures: [], more: 0 });
    }
  });
});
