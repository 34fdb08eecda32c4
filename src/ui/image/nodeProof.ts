import type { Fetched } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import { type Descriptor, type EmbeddedProof, mediaTypes } from '../../oci/index.ts';
import type { IconName } from '../kit/iconShapes.ts';
import { isCorrupt, sizeMismatch } from '../tree/contentProof.ts';

/** How far a node's content is proved, as it is shown: a word, the shape and colour beside it, and the whole of it. */
export interface NodeProof {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'ok' | 'warn' | 'bad' | '';
  readonly title: string;
}

/** What is known of a node's content. */
export interface ContentResponse {
  readonly descriptor: Descriptor | undefined;
  /** Where it was read in this tab; the worker hashes whatever it gives. */
  readonly fetched: Fetched | undefined;
  readonly error: AppError | undefined;
  /** Whether it is stored, where that is known. */
  readonly isStored: boolean | undefined;
  /** What became of the content that the descriptor itself carries. */
  readonly embedded: EmbeddedProof | undefined;
}

/** Undefined where there is nothing to prove, or a failure says more. */
export function nodeProof({ descriptor, fetched, error, isStored, embedded }: ContentResponse): NodeProof | undefined {
  if (embedded === 'other') return proofs.otherEmbedded;
  if (error) return isCorrupt(error) ? corrupt(error) : undefined;
  if (!descriptor) return undefined;
  if (fetched) return ofFetched(descriptor, fetched);
  if (embedded === 'proved') return proofs.embedded;
  return isStored ? proofs.here : proofs.notFetched;
}

const proofs = {
  matches: {
    word: 'digest matches',
    icon: 'check',
    tone: 'ok',
    title:
      'The bytes were hashed in this browser: the hash is the digest, and the size is as stated. No signature was verified.',
  },
  storeFailure: {
    word: 'digest matches, not stored',
    icon: 'warning',
    tone: 'warn',
    title:
      'The bytes were hashed in this browser, and the hash is the digest. They were not stored: opening this again takes a network.',
  },
  embedded: {
    word: 'embedded data',
    icon: 'check',
    tone: 'ok',
    title: 'Its descriptor carries the content. It was hashed in this browser, and the hash is the digest.',
  },
  otherEmbedded: {
    word: 'corrupt data',
    icon: 'warning',
    tone: 'bad',
    title: 'Its descriptor carries content that does not hash to the digest.',
  },
  here: {
    word: 'here',
    icon: 'check',
    tone: '',
    title: 'It is stored in this browser, and was not read in this tab yet. It is hashed when it is.',
  },
  notFetched: {
    word: 'not fetched',
    icon: 'cloud',
    tone: '',
    title: 'Digest and size are as the manifest states them; the content itself was not asked for.',
  },
} as const satisfies Readonly<Record<string, NodeProof>>;

const payloadTitle =
  'The document without its signatures was hashed in this browser: the hash is the digest. The digest does not cover the signatures.';

function ofFetched(descriptor: Descriptor, { bytes, cache, mediaType }: Fetched): NodeProof {
  const difference = sizeMismatch(descriptor, bytes.length);
  if (difference) {
    return {
      word: 'size differs',
      icon: 'warning',
      tone: 'warn',
      title: `The bytes hash to the digest, and the descriptor that leads here states another size: there are ${difference}.`,
    };
  }
  if (cache.detail === 'embedded') return proofs.embedded;
  // What is streamed is stored when its end has come.
  const proof = cache.stored || cache.detail === 'streamed' ? proofs.matches : proofs.storeFailure;
  return mediaType === mediaTypes.dockerSchema1Signed
    ? { ...proof, word: `payload ${proof.word}`, title: payloadTitle }
    : proof;
}

function corrupt({ reason }: AppError): NodeProof {
  const title =
    reason === 'corrupt'
      ? 'What is stored here no longer hashes to the digest.'
      : 'What the registry sent does not hash to the digest.';
  return { word: 'corrupt', icon: 'warning', tone: 'bad', title };
}
