import fc from 'fast-check';
import type { DigestAlgorithm } from '../../oci/index.ts';
import { makeBytes } from '../suites/contentStoreFixtures.ts';
import type { ContentStoreModel } from './contentStoreModel.ts';
import { type Bytes, hash, type Labels } from './contentStoreModelState.ts';

export interface Chunk {
  readonly seed: number;
  readonly length: number;
}

/**
 * A digest: of stored content, by its place; of a few bytes, which may be stored later; of content that is never
 * stored; or invalid.
 */
export interface DigestChoice {
  readonly of: 'stored' | 'few' | 'nothing' | 'malformed';
  readonly index: number;
  readonly algorithm: DigestAlgorithm;
}

export const refs = fc.constantFrom('a', 'b');

export const labels = fc.constantFrom<Labels>({}, { k1: 'v' }, { k1: 'w', 'k.2': 'x' }, { k1: '', k3: 'y' });

export const fieldpaths = fc.constantFrom<string[]>(
  [],
  ['labels'],
  ['labels.k1'],
  ['labels.k1', 'labels.k.2', 'labels.k3'],
  ['labels.k1', 'labels'],
  ['size'],
  ['labels.k1', 'labels.'],
);

export const digestChoices: fc.Arbitrary<DigestChoice> = fc.record({
  of: fc.constantFrom(...Array<'stored'>(8).fill('stored'), 'few', 'few', 'nothing', 'malformed'),
  index: fc.nat(4),
  algorithm: fc.constantFrom('sha256', 'sha256', 'sha512'),
});

/** Mostly a few bytes, and about the size of one or two pieces: rarely if that is large. */
export function lengthsAround(pieceBytes: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: pieceBytes > 1000 ? 60 : 6, arbitrary: fc.nat(3) },
    { weight: 1, arbitrary: fc.constantFrom(pieceBytes - 1, pieceBytes, pieceBytes + 1, 2 * pieceBytes + 3) },
  );
}

/** The bytes of chunks, each the beginning of one of two streams, so that the same bytes are often written again. */
export class Chunks {
  readonly #streams: readonly Bytes[];

  constructor(longestBytes: number) {
    this.#streams = [makeBytes(longestBytes, 1), makeBytes(longestBytes, 2)];
  }

  of(lengths: fc.Arbitrary<number>): fc.Arbitrary<Chunk> {
    return fc.record({ seed: fc.nat(this.#streams.length - 1), length: lengths });
  }

  bytes({ seed, length }: Chunk): Bytes {
    return (this.#streams[seed] ?? new Uint8Array(0)).slice(0, length);
  }

  async digest({ of, index, algorithm }: DigestChoice, model: ContentStoreModel): Promise<string> {
    const stored = model.stored();
    if (of === 'malformed') return 'sha256:abc';
    if (of === 'few') return hash(algorithm, this.bytes({ seed: 0, length: index }));
    return (of === 'stored' ? stored[index % stored.length] : undefined) ?? `sha256:${'0'.repeat(64)}`;
  }
}
