import { AppError } from '../../errors/index.ts';
import { type Digest, type DigestAlgorithm, isDigest, parseDigest } from '../../oci/index.ts';

export type Labels = Readonly<Record<string, string>>;
export type Bytes = Uint8Array<ArrayBuffer>;

export interface ModelContent {
  readonly bytes: Bytes;
  readonly labels: Labels;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ModelIngest {
  readonly bytes: Bytes;
  readonly total: number;
  readonly expected: Digest | undefined;
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

/** The state of a model of a content store. Its clock advances each time it is read. */
export class ContentStoreModelState {
  readonly contents = new Map<string, ModelContent>();
  readonly ingests = new Map<string, ModelIngest>();
  #now = 0;

  tick(): Date {
    return new Date(++this.#now);
  }
}

/** @throws AppError invalid_argument */
export function checkDigest(text: string): Digest {
  if (!isDigest(text)) throw new AppError('invalid_argument', 'malformed digest');
  return text;
}

export function withoutEmpty(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

/** With WebCrypto only, which no store's writer uses. */
export async function hash(algorithm: DigestAlgorithm, bytes: Bytes): Promise<Digest> {
  const sum = new Uint8Array(await crypto.subtle.digest(algorithm.replace('sha', 'SHA-'), bytes));
  const hex = Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return parseDigest(`${algorithm}:${hex}`);
}
