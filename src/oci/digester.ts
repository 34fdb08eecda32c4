import { createSHA256, createSHA384, createSHA512, type IHasher } from 'hash-wasm';
import type { Digest, DigestAlgorithm } from './digest.ts';

const subtleNames = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } satisfies Record<
  DigestAlgorithm,
  string
>;
const hashers = { sha256: createSHA256, sha384: createSHA384, sha512: createSHA512 } satisfies Record<
  DigestAlgorithm,
  () => Promise<IHasher>
>;

/** Below it the way to WebCrypto's thread and back takes longer than the hash. */
const subtleFromBytes = 64 * 1024;

/**
 * The digest of bytes held whole. WebCrypto where the context has it (secure contexts), else WASM, so that it
 * works on plain http too; WASM for small content also where it has been started. One copy of the bytes at most.
 */
export async function digestBytes(algorithm: DigestAlgorithm, bytes: Uint8Array): Promise<Digest> {
  const isQuicker = bytes.length < subtleFromBytes && started.has(algorithm);
  const subtle = typeof crypto === 'undefined' || isQuicker ? undefined : crypto.subtle;
  if (subtle) return formatHex(algorithm, new Uint8Array(await subtle.digest(subtleNames[algorithm], unshared(bytes))));
  const digester = await createDigester(algorithm);
  digester.update(bytes);
  return digester.digest();
}

/** Hashes bytes as they come (go-digest's `Digester`). */
export interface Digester {
  update(bytes: Uint8Array): void;
  /** Of everything so far; more may follow. */
  digest(): Digest;
  /** Back to nothing hashed. */
  reset(): void;
}

/** One hasher an algorithm serves all digesters, which take turns with their states: to start one takes a millisecond. */
const started = new Map<DigestAlgorithm, Promise<IHasher>>();

export async function createDigester(algorithm: DigestAlgorithm): Promise<Digester> {
  const hasher = await startHasher(algorithm);
  let state = hasher.init().save();
  return {
    update: (bytes) => {
      hasher.load(state);
      state = hasher.update(bytes).save();
    },
    digest: () => `${algorithm}:${hasher.load(state).digest('hex')}` as Digest,
    reset: () => {
      state = hasher.init().save();
    },
  };
}

function startHasher(algorithm: DigestAlgorithm): Promise<IHasher> {
  const known = started.get(algorithm);
  if (known) return known;
  const starting = hashers[algorithm]();
  started.set(algorithm, starting);
  starting.catch(() => started.delete(algorithm));
  return starting;
}

/** Bytes here never come from a SharedArrayBuffer, which WebCrypto's type excludes and `Uint8Array` alone does not. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function formatHex(algorithm: DigestAlgorithm, sum: Uint8Array): Digest {
  let hex = '';
  for (const byte of sum) hex += byte.toString(16).padStart(2, '0');
  return `${algorithm}:${hex}` as Digest;
}
