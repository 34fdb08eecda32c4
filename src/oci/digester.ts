import { _SHA256 as Sha256, _SHA384 as Sha384, _SHA512 as Sha512 } from '@noble/hashes/sha2.js';
import { createSHA256, type IHasher } from 'hash-wasm';
import type { Digest, DigestAlgorithm } from './digest.ts';

const subtleNames = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } satisfies Record<
  DigestAlgorithm,
  string
>;
/** Smaller content hashes faster in WASM than WebCrypto's thread switch takes. */
const subtleFromBytes = 64 * 1024;

/**
 * Returns the digest of bytes in memory. Uses WebCrypto if the context has it (secure contexts), else WASM, so that it works on
 * plain http too; small content also uses WASM once that has been started. Copies the bytes at most once.
 */
export async function digestBytes(algorithm: DigestAlgorithm, bytes: Uint8Array): Promise<Digest> {
  const isQuicker = bytes.length < subtleFromBytes && algorithm === 'sha256' && sha256 !== undefined;
  const subtle = typeof crypto === 'undefined' || isQuicker ? undefined : crypto.subtle;
  if (subtle) return formatHex(algorithm, new Uint8Array(await subtle.digest(subtleNames[algorithm], unshared(bytes))));
  const digester = await createDigester(algorithm);
  digester.update(bytes);
  return digester.digest();
}

/** Hashes bytes as they arrive (go-digest's `Digester`). */
export interface Digester {
  update(bytes: Uint8Array): void;
  /** Returns the digest of all bytes so far; more may follow. */
  digest(): Digest;
  /** Starts again without any bytes. */
  reset(): void;
}

/**
 * Creates a digester: sha256 in WASM; the rarer algorithms, and sha256 if WASM is blocked, in JavaScript, which has a sixth of
 * the speed and half the size.
 */
export async function createDigester(algorithm: DigestAlgorithm): Promise<Digester> {
  const hasher = algorithm === 'sha256' ? await startSha256().catch(() => undefined) : undefined;
  return hasher ? createSha256Digester(hasher) : createNobleDigester(algorithm);
}

/** One hasher serves all digesters, each with its own saved state, because starting a hasher takes a millisecond. */
let sha256: Promise<IHasher> | undefined;

function startSha256(): Promise<IHasher> {
  sha256 ??= createSHA256().catch((error: unknown) => {
    sha256 = undefined;
    throw error;
  });
  return sha256;
}

function createSha256Digester(hasher: IHasher): Digester {
  let state = hasher.init().save();
  return {
    update: (bytes) => {
      hasher.load(state);
      state = hasher.update(bytes).save();
    },
    digest: () => `sha256:${hasher.load(state).digest('hex')}` as Digest,
    reset: () => {
      state = hasher.init().save();
    },
  };
}

/** Uses noble's classes directly: the functions around them add half a kilobyte of option checks to the worker. */
function createNobleDigester(algorithm: DigestAlgorithm): Digester {
  const Hash = { sha256: Sha256, sha384: Sha384, sha512: Sha512 }[algorithm];
  let state = new Hash();
  return {
    update: (bytes) => {
      state.update(bytes);
    },
    digest: () => formatHex(algorithm, state.clone().digest()),
    reset: () => {
      state = new Hash();
    },
  };
}

/** Narrows the type for WebCrypto, which excludes SharedArrayBuffer; the app never uses one. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function formatHex(algorithm: DigestAlgorithm, sum: Uint8Array): Digest {
  let hex = '';
  for (const byte of sum) hex += byte.toString(16).padStart(2, '0');
  return `${algorithm}:${hex}` as Digest;
}
