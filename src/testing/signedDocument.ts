const curves = { ES256: ['P-256', 'SHA-256'], ES384: ['P-384', 'SHA-384'], ES512: ['P-521', 'SHA-512'] } as const;
const hashes = { RS256: 'SHA-256', RS384: 'SHA-384', RS512: 'SHA-512' } as const;

export type SigningAlgorithm = keyof typeof curves | keyof typeof hashes;

/** A key pair made for one test. */
export interface Signer {
  readonly algorithm: SigningAlgorithm;
  readonly jwk: Readonly<Record<string, string>>;
  /** libtrust's fingerprint of the key. */
  readonly keyId: string;
  /** base64url */
  sign(input: string): Promise<string>;
}

/** One entry of `signatures`, to be changed into whatever a hostile registry sends. */
export interface SignatureEntry {
  readonly header: Readonly<Record<string, unknown>>;
  readonly signature: string;
  readonly protected: string;
}

export type ChangeEntry = (entry: SignatureEntry) => unknown;

export async function createSigner(algorithm: SigningAlgorithm): Promise<Signer> {
  const parameters =
    algorithm in curves
      ? { name: 'ECDSA', namedCurve: curves[algorithm as keyof typeof curves][0] }
      : {
          name: 'RSASSA-PKCS1-v1_5',
          hash: hashes[algorithm as keyof typeof hashes],
          modulusLength: 2048,
          publicExponent: new Uint8Array([1, 0, 1]),
        };
  const { publicKey, privateKey } = (await crypto.subtle.generateKey(parameters, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const { kty = '', crv, x, y, n, e } = await crypto.subtle.exportKey('jwk', publicKey);
  const keyId = await fingerprint(await crypto.subtle.exportKey('spki', publicKey));
  const numbers = Object.entries({ crv, x, y, n, e }).flatMap(([name, text]) => (text ? [[name, text]] : []));
  const hash = algorithm in curves ? curves[algorithm as keyof typeof curves][1] : '';
  return {
    algorithm,
    jwk: { kty, ...Object.fromEntries(numbers), kid: keyId },
    keyId,
    sign: async (input) => {
      const bytes = new TextEncoder().encode(input);
      return base64Url(new Uint8Array(await crypto.subtle.sign({ name: parameters.name, hash }, privateKey, bytes)));
    },
  };
}

/**
 * The document of a payload, an object that ends in a line of its own, signed by each in libtrust's pretty form. What
 * `change` makes of an entry is what stands in the document.
 */
export async function signDocument(
  payload: string,
  signers: readonly Signer[],
  change: ChangeEntry = (entry) => entry,
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = await Promise.all(signers.map(async (signer) => change(await signPayload(payload, signer))));
  const list = entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
  return new TextEncoder().encode(`${payload.slice(0, -2)},\n   "signatures": [${list.join(',\n')}]\n}`);
}

/** What `signDocument` puts into the document. `stated` are members of the protected header beside the format. */
export async function signPayload(payload: string, signer: Signer, stated: object = {}): Promise<SignatureEntry> {
  const bytes = new TextEncoder().encode(payload);
  const format = { formatLength: bytes.length - 2, formatTail: textInBase64Url('\n}') };
  const guarded = textInBase64Url(JSON.stringify({ ...format, time: '2016-04-18T20:54:42Z', ...stated }));
  return {
    header: { jwk: signer.jwk, alg: signer.algorithm },
    signature: await signer.sign(`${guarded}.${base64Url(bytes)}`),
    protected: guarded,
  };
}

export function textInBase64Url(text: string): string {
  return base64Url(new TextEncoder().encode(text));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** By arithmetic, where the project shifts bits. */
async function fingerprint(subjectPublicKeyInfo: ArrayBuffer): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', subjectPublicKeyInfo)).subarray(0, 30);
  let number = sum.reduce((total, byte) => total * 256n + BigInt(byte), 0n);
  const letters: string[] = [];
  for (; letters.length < 48; number /= 32n) {
    letters.unshift('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number(number % 32n)] ?? '');
  }
  return Array.from({ length: 12 }, (_, group) => letters.slice(group * 4, group * 4 + 4).join('')).join(':');
}
