import type { Fetched } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import { type Descriptor, type EmbeddedProof, mediaTypes } from '../../oci/index.ts';
import type { IconName } from '../kit/iconShapes.ts';
import { proofMessages } from '../messages/pane.ts';
import { isCorrupt, sizeMismatch } from '../tree/contentProof.ts';

/** Describes whether a node's content was verified: a word with its icon and colour, and a longer text. */
export interface NodeProof {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'ok' | 'warn' | 'bad' | '';
  readonly title: string;
}

/** The state of a node's content. */
export interface NodeContent {
  readonly descriptor: Descriptor | undefined;
  /** Set if it was read in this tab. The worker hashes all content that it returns. */
  readonly fetched: Fetched | undefined;
  readonly error: AppError | undefined;
  /** Undefined while unknown. */
  readonly isStored: boolean | undefined;
  /** Result of verifying the descriptor's embedded `data`. */
  readonly embedded: EmbeddedProof | undefined;
}

/** Returns undefined for nodes without content and for failures that are shown as errors. */
export function nodeProof({ descriptor, fetched, error, isStored, embedded }: NodeContent): NodeProof | undefined {
  if (embedded === 'other') return proofs.embeddedMismatch;
  if (error) return isCorrupt(error) ? corrupt(error) : undefined;
  if (!descriptor) return undefined;
  if (fetched) return fetchedProof(descriptor, fetched);
  if (embedded === 'proved') return proofs.embedded;
  return isStored ? proofs.stored : proofs.notDownloaded;
}

const proofs = {
  matches: { ...proofMessages.matches, icon: 'check', tone: 'ok' },
  notStored: { ...proofMessages.notStored, icon: 'warning', tone: 'warn' },
  embedded: { ...proofMessages.embedded, icon: 'check', tone: 'ok' },
  embeddedMismatch: { ...proofMessages.embeddedMismatch, icon: 'warning', tone: 'bad' },
  stored: { ...proofMessages.stored, icon: 'check', tone: '' },
  notDownloaded: { ...proofMessages.notDownloaded, icon: 'cloud', tone: '' },
} as const satisfies Readonly<Record<string, NodeProof>>;

function fetchedProof(descriptor: Descriptor, { bytes, cache, mediaType }: Fetched): NodeProof {
  const difference = sizeMismatch(descriptor, bytes.length);
  if (difference) {
    return {
      word: proofMessages.sizeDiffers.word,
      icon: 'warning',
      tone: 'warn',
      title: proofMessages.sizeDiffers.title(difference),
    };
  }
  if (cache.detail === 'embedded') return proofs.embedded;
  // A stream is stored when it ends.
  const proof = cache.stored || cache.detail === 'streamed' ? proofs.matches : proofs.notStored;
  return mediaType === mediaTypes.dockerSchema1Signed
    ? { ...proof, word: proofMessages.payload.word(proof.word), title: proofMessages.payload.title }
    : proof;
}

function corrupt({ reason }: AppError): NodeProof {
  const { word, stored, received } = proofMessages.corrupt;
  return { word, icon: 'warning', tone: 'bad', title: reason === 'corrupt' ? stored : received };
}
