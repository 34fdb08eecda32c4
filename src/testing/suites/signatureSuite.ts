import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CheckedSignatures, verifySignatures } from '../../oci/index.ts';
import {
  type ChangeEntry,
  createSigner,
  type Signer,
  type SigningAlgorithm,
  signDocument,
  signPayload,
  textInBase64Url,
} from '../fixtures/signedDocument.ts';

const algorithms: readonly SigningAlgorithm[] = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512'];
const payload = '{\n   "schemaVersion": 1,\n   "name": "a/b",\n   "tag": "t",\n   "fsLayers": [],\n   "history": []\n}';

type Signers = Readonly<Record<SigningAlgorithm, Signer>>;

/** Tests valid and hostile signatures with any engine of WebCrypto. */
export function signatureSuite(): void {
  let signers: Signers;
  beforeAll(async () => {
    const made = await Promise.all(algorithms.map(createSigner));
    signers = Object.fromEntries(made.map((signer) => [signer.algorithm, signer])) as Signers;
  });
  afterEach(() => vi.unstubAllGlobals());

  /** Changes the first signature of a document with one. */
  async function outcome(change: ChangeEntry, algorithm: SigningAlgorithm = 'ES256') {
    const { signatures } = await verifySignatures(await signDocument(payload, [signers[algorithm]], change));
    return signatures[0];
  }
  const withHeader = (members: object): ChangeEntry => {
    return (entry) => ({ ...entry, header: { ...entry.header, ...members } });
  };
  const withKey = (change: (jwk: Signer['jwk']) => object, algorithm: SigningAlgorithm = 'ES256') => {
    return outcome((entry) => withHeader({ jwk: change(signers[algorithm].jwk) })(entry), algorithm);
  };
  const invalid = (why: string) => expect.objectContaining({ state: 'invalid', why });
  const unchecked = (why: string) => expect.objectContaining({ state: 'unchecked', why });

  describe('a signature', () => {
    test.each(algorithms)('by %s is valid, with the fingerprint of its key', async (algorithm) => {
      const { keyId } = signers[algorithm];
      expect(keyId).toMatch(/^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/);
      expect(await outcome((entry) => entry, algorithm)).toEqual({ algorithm, state: 'valid', keyId });
    });

    test('is valid if its key states no id, and for a payload larger than a chunk of base64', async () => {
      expect(await withKey(({ kid: _, ...jwk }) => jwk)).toMatchObject({ state: 'valid', keyId: signers.ES256.keyId });
      const large = payload.replace('"a/b"', JSON.stringify('ä'.repeat(40_000)));
      const document = await signDocument(large, [signers.ES256]);
      expect((await verifySignatures(document)).signatures).toMatchObject([{ state: 'valid' }]);
    });

    test('is valid by a key in padded base64 with leading zeros, as libtrust reads it', async () => {
      const zeros = ({ n = '' }: Signer['jwk']) => textOfBytes([0, 0, ...bytesOf(n)]);
      expect(await withKey((jwk) => ({ ...jwk, n: zeros(jwk) }), 'RS256')).toMatchObject({ state: 'valid' });
      expect(await withKey((jwk) => ({ ...jwk, x: `${jwk.x}=` }))).toMatchObject({ state: 'valid' });
    });

    test.each(algorithms)('by %s is not valid with another bit in payload or signature', async (algorithm) => {
      const document = await signDocument(payload, [signers[algorithm]]);
      const flipped = document.with(payload.indexOf('a/b'), 0x63);
      const [keyId, why] = [signers[algorithm].keyId, 'other_content'];
      expect((await verifySignatures(flipped)).signatures).toEqual([{ algorithm, state: 'invalid', why, keyId }]);
      const flip = (entry: { signature: string }) => ({ ...entry, signature: flipBit(entry.signature) });
      expect(await outcome(flip, algorithm)).toEqual({ algorithm, state: 'invalid', why, keyId });
    });

    test('is not valid under the protected header of another document', async () => {
      const other = await signPayload(payload.replace('"t"', '"u"'), signers.ES256);
      expect(await outcome((entry) => ({ ...entry, protected: flipTime(entry.protected) }))).toEqual(
        invalid('other_content'),
      );
      expect(await outcome((entry) => ({ ...entry, signature: other.signature }))).toEqual(invalid('other_content'));
      const longer = await signPayload(payload.replace('"t"', '"longer"'), signers.ES256);
      expect(await outcome(() => longer)).toEqual(invalid('unreadable'));
    });

    test('is not valid if another key made it than it comes with', async () => {
      const { jwk } = await createSigner('ES256');
      expect(await outcome(withHeader({ jwk }))).toEqual(invalid('other_content'));
    });

    test.each([
      ['cut', (bytes: number[]) => bytes.slice(1)],
      ['longer', (bytes: number[]) => [0, ...bytes]],
      ['empty', () => []],
      ['as long as for another curve', (bytes: number[]) => [...bytes, ...bytes.slice(32)]],
    ])('that is %s is not valid', async (_what, change) => {
      const changed: ChangeEntry = (entry) => ({ ...entry, signature: textOfBytes(change(bytesOf(entry.signature))) });
      expect(await outcome(changed)).toEqual(invalid('bad_length'));
      expect(await outcome(changed, 'RS256')).toEqual(invalid('bad_length'));
    });

    test('that is not base64url, or all zeros, is not valid', async () => {
      expect(await outcome((entry) => ({ ...entry, signature: `${entry.signature.slice(1)}!` }))).toEqual(
        invalid('bad_length'),
      );
      expect(await outcome((entry) => ({ ...entry, signature: 'A'.repeat(86) }))).toEqual(invalid('other_content'));
    });
  });

  describe('an algorithm', () => {
    test.each(['none', 'None', '', 'HS256', 'hs512'])('without a public key is not valid: %j', async (alg) => {
      expect(await outcome(withHeader({ alg }))).toEqual(invalid('no_public_algorithm'));
      expect(await outcome((entry) => ({ ...entry, header: { alg }, signature: '' }))).toEqual(
        invalid('no_public_algorithm'),
      );
    });

    test.each([
      ['RS256', 'ES256'],
      ['ES384', 'ES256'],
      ['ES512', 'ES384'],
      ['ES256', 'RS256'],
    ] as const)('%s with a key of %s is not valid', async (alg, key) => {
      expect(await outcome(withHeader({ alg }), key)).toEqual(invalid('other_algorithm'));
    });

    test('for the same keys that was not used is not valid', async () => {
      expect(await outcome(withHeader({ alg: 'RS512' }), 'RS256')).toEqual(invalid('other_content'));
    });

    test('that the protected header also states must be the same', async () => {
      for (const [alg, expected] of [
        ['ES256', expect.objectContaining({ state: 'valid' })],
        ['none', invalid('other_protected')],
        [7, invalid('other_protected')],
      ]) {
        const entry = await signPayload(payload, signers.ES256, { alg });
        expect(await outcome(() => entry)).toEqual(expected);
      }
      const critical = await signPayload(payload, signers.ES256, { crit: ['b64'], b64: false });
      expect(await outcome(() => critical)).toEqual(invalid('extension'));
    });

    test.each(['PS256', 'ES256K', 'EdDSA', 'x'.repeat(100_000)])('that is unknown is not checked', async (alg) => {
      expect(await outcome(withHeader({ alg }))).toEqual(unchecked('unsupported'));
      expect((await outcome(withHeader({ alg })))?.algorithm.length).toBeLessThan(50);
    });
  });

  describe('a key', () => {
    test('that is not a point of its curve is not valid', async () => {
      expect(await withKey((jwk) => ({ ...jwk, y: flipBit(jwk.y ?? '') }))).toEqual(invalid('bad_key'));
      expect(await withKey((jwk) => ({ ...jwk, x: 'A'.repeat(43), y: 'A'.repeat(43) }))).toEqual(invalid('bad_key'));
      expect(await withKey((jwk) => ({ ...jwk, y: flipBit(jwk.y ?? '') }), 'ES512')).toEqual(invalid('bad_key'));
    });

    test.each([
      ['a number', 7],
      ['text', 'P-256'],
      ['a list', []],
      ['empty', {}],
      ['without a type', { crv: 'P-256' }],
      ['of a type that is not a string', { kty: 1 }],
      ['without a curve', { kty: 'EC' }],
      ['with short coordinates', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }],
      ['with coordinates that are not base64url', { kty: 'EC', crv: 'P-256', x: '!', y: '?' }],
      ['with a large exponent', { kty: 'RSA', n: 'AQAB', e: 'AAAAAAAA' }],
      ['whose id is not a string', { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 1 }],
    ])('that is malformed is not valid: %s', async (_what, jwk) => {
      expect(await outcome(withHeader({ jwk }))).toEqual(invalid('bad_key'));
    });

    test('of RSA that anyone can sign with is not valid', async () => {
      for (const e of ['', 'AAAA', 'AQ', 'AAAB']) {
        expect(await withKey((jwk) => ({ ...jwk, e }), 'RS256')).toEqual(invalid('bad_key'));
      }
      const zero: ChangeEntry = (entry) => ({
        ...entry,
        header: { ...entry.header, jwk: { kty: 'RSA', n: '', e: 'AQAB' } },
      });
      expect(await outcome((entry) => zero({ ...entry, signature: '' }), 'RS256')).toEqual(invalid('bad_key'));
    });

    test.each([
      ['curve', { kty: 'EC', crv: 'secp256k1' }],
      ['type', { kty: 'OKP', crv: 'Ed25519' }],
      ['secret', { kty: 'oct', k: 'AAAA' }],
    ])('of an unknown %s is not checked', async (_what, jwk) => {
      expect(await outcome(withHeader({ jwk }))).toEqual(unchecked('unsupported'));
    });

    test('of RSA that would take long to verify is not checked', async () => {
      const [n, signature] = [255, 1].map((first) => textOfBytes([first, ...Array<number>(3000).fill(255)]));
      const jwk = { kty: 'RSA', n, e: 'AQAB' };
      const change: ChangeEntry = (entry) => ({ ...entry, header: { ...entry.header, jwk }, signature });
      expect(await outcome(change, 'RS256')).toEqual(unchecked('unsupported'));
    });

    test('that states the id of another is not valid', async () => {
      const kid = signers.ES384.keyId;
      expect(await withKey((jwk) => ({ ...jwk, kid }))).toEqual({
        algorithm: 'ES256',
        state: 'invalid',
        why: 'other_key_id',
        keyId: signers.ES256.keyId,
      });
      expect(await withKey((jwk) => ({ ...jwk, kid: '' }))).toEqual(invalid('other_key_id'));
    });

    test('that is missing is not valid, and not checked if certificates replace it', async () => {
      expect(await outcome(withKeyless)).toEqual(invalid('no_key'));
      expect(await outcome(withHeader({ jwk: null }))).toEqual(invalid('no_key'));
      expect(await outcome(withHeader({ jwk: undefined, x5c: [] }))).toEqual(invalid('no_key'));
      expect(await outcome(withHeader({ jwk: undefined, x5c: ['MII='] }))).toEqual(unchecked('certificates'));
    });
  });

  describe('a duplicate member', () => {
    test.each([
      ['in the signature', /^\{/, '{"signature":"AAAA",'],
      ['in its header', '"header":{', '"header":{"alg":"none",'],
      ['in its header in another spelling', '"header":{', '"header":{"ALG":"none",'],
      ['in its key', '"kty"', '"kty":"RSA","kty"'],
    ])('%s makes it invalid', async (_where, what, by) => {
      expect(await outcome((entry) => JSON.stringify(entry).replace(what, by))).toEqual(invalid('stated_twice'));
    });

    test('in its protected header makes it invalid', async () => {
      const twice = (text: string) => textInBase64Url(atob(text).replace('{', '{"time":"",'));
      expect(await outcome((entry) => ({ ...entry, protected: twice(entry.protected) }))).toEqual(
        invalid('stated_twice'),
      );
    });
  });

  describe('a document', () => {
    test('without signatures has none', async () => {
      const expected: CheckedSignatures = { signatures: [], more: 0 };
      expect(await verifySignatures(new TextEncoder().encode(payload))).toEqual(expected);
    });

    test('with several has each verified separately', async () => {
      const { ES256, RS256 } = signers;
      const spoil: ChangeEntry = (entry) =>
        entry.header.alg === 'RS256' ? { ...entry, signature: flipBit(entry.signature) } : entry;
      const { signatures } = await verifySignatures(await signDocument(payload, [ES256, RS256, ES256], spoil));
      expect(signatures.map(({ state }) => state)).toEqual(['valid', 'invalid', 'valid']);
    });

    test('with thousands has sixteen verified, and reports the number of the rest', async () => {
      const many = Array<Signer>(16).fill(signers.ES256);
      const entry = JSON.stringify(await signPayload(payload, signers.ES256));
      const text = new TextDecoder().decode(await signDocument(payload, many));
      const more = Array<string>(3000).fill(entry).join();
      const document = new TextEncoder().encode(`${text.slice(0, -3)},${more}]\n}`);
      const verified = await verifySignatures(document);
      expect(verified.more).toBe(3000);
      expect(verified.signatures.map(({ state }) => state)).toEqual(Array(16).fill('valid'));
    });

    test.each([
      ['7', '"signatures" is number 7'],
      ['{}', '"signatures" is object'],
      ['[7]', '"signatures.0" is number 7'],
      ['[null]', 'protected header'],
      ['[{}]', 'protected header'],
      ['[{"protected":7}]', '"signatures.0.protected" is number 7'],
      ['[{"protected":"!"}]', 'base64'],
      [`[{"protected":"${textInBase64Url('{"formatLength":1,"formatTail":"fQ"}')}"}]`, 'missing signature header'],
      [`[{"header":{},"protected":"${textInBase64Url('{"formatLength":1e9,"formatTail":""}')}"}]`, 'format length'],
    ])('with signatures %s has one unreadable signature', async (signatures, message) => {
      const document = new TextEncoder().encode(`{"signatures":${signatures}}`);
      expect(await verifySignatures(document)).toEqual({
        signatures: [{ algorithm: '', state: 'invalid', why: 'unreadable', detail: expect.stringContaining(message) }],
        more: 0,
      });
    });

    test('whose signatures are of different payloads has one unreadable signature', async () => {
      const { ES256 } = signers;
      const other = await signPayload(payload.replace('"t"', '"longer"'), ES256);
      let first = true;
      const document = await signDocument(payload, [ES256, ES256], (entry) => {
        if (!first) return other;
        first = false;
        return entry;
      });
      expect((await verifySignatures(document)).signatures).toMatchObject([{ why: 'unreadable' }]);
    });

    test('that is not JSON is refused', async () => {
      await expect(verifySignatures(new Uint8Array([0x7b]))).rejects.toMatchObject({
        name: 'AppError',
        code: 'invalid_argument',
      });
    });
  });

  describe('without WebCrypto', () => {
    test.each([{}, undefined])('no signature is checked, except those that need none: %j', async (stubbed) => {
      const whole = await signDocument(payload, [signers.ES256]);
      const none = await signDocument(payload, [signers.ES256], withHeader({ alg: 'none' }));
      vi.stubGlobal('crypto', stubbed);
      const expected = { algorithm: 'ES256', state: 'unchecked', why: 'no_webcrypto' };
      expect(await verifySignatures(whole)).toEqual({ signatures: [expected], more: 0 });
      expect((await verifySignatures(none)).signatures).toEqual([invalid('no_public_algorithm')]);
    });

    test('an engine without the curve leaves it unchecked, and one that fails is an AppError', async () => {
      const document = await signDocument(payload, [signers.ES512]);
      const fail = (name: string) =>
        vi.stubGlobal('crypto', { subtle: { importKey: () => Promise.reject(new DOMException('no', name)) } });
      fail('NotSupportedError');
      expect((await verifySignatures(document)).signatures).toEqual([unchecked('unsupported')]);
      fail('OperationError');
      expect((await verifySignatures(document)).signatures).toEqual([invalid('bad_key')]);
      fail('InvalidStateError');
      await expect(verifySignatures(document)).rejects.toMatchObject({ name: 'AppError', code: 'internal' });
    });
  });
}

function withKeyless(entry: Parameters<ChangeEntry>[0]) {
  return { ...entry, header: { alg: entry.header.alg } };
}

function bytesOf(text: string): number[] {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Array.from(binary, (character) => character.charCodeAt(0));
}

function textOfBytes(bytes: readonly number[]): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Flips one bit in the middle. */
function flipBit(text: string): string {
  const bytes = bytesOf(text);
  const middle = bytes.length >> 1;
  return textOfBytes(bytes.with(middle, (bytes[middle] ?? 0) ^ 1));
}

/** A protected header of the same format with another time. */
function flipTime(text: string): string {
  return textInBase64Url(atob(text).replace('2016-', '2017-'));
}
