import { readRecord } from '../../api/index.ts';
import type { AppError } from '../../errors/index.ts';
import { isDigest } from '../../oci/index.ts';
import { shortDigest } from '../kit/format.ts';
import type { ErrorText } from './unexpectedAnswers.ts';

/** The content that a registry reported missing, an error's `detail.absent`. */
export interface Absence {
  readonly kind: string;
  readonly name: string;
  /** The tag or digest requested; '' for a list. */
  readonly reference: string;
}

/** Returns an error's `detail.absent`, which is unchecked JSON; undefined if no registry reported what is missing. */
export function absenceOf({ detail }: AppError): Absence | undefined {
  const { kind, name, reference = '' } = readRecord(detail?.absent);
  if (typeof kind !== 'string' || typeof name !== 'string' || typeof reference !== 'string') return undefined;
  return { kind, name, reference };
}

const maybeHidden = 'Some registries answer the same if you have no access.';

/** Returns the texts for a 404; they claim no more than the registry's error code does. */
export function notFoundText(host: string, error: AppError): ErrorText {
  const absence = absenceOf(error);
  if (!absence) {
    return {
      title: `Not found on ${host}`,
      why: `${host} doesn't have this content.`,
      next: 'Check the repository and the tag or digest. It may have been deleted or moved to another repository.',
    };
  }
  const { kind, name, reference } = absence;
  const isByDigest = isDigest(reference);
  const short = isByDigest ? shortDigest(reference) : reference;
  switch (kind) {
    case 'repository':
      return {
        title: `Repository ${name} not found on ${host}`,
        why: "The repository doesn't exist (NAME_UNKNOWN).",
        next: `Check its name and its host. ${maybeHidden}`,
      };
    case 'tag':
      return {
        title: `Tag ${reference} not found in ${name}`,
        why: `${host} doesn't know this tag. It may have been deleted.`,
        next: 'Check the tag, or choose another one.',
      };
    case 'digest':
      return {
        title: `Digest ${short} not found in ${name}`,
        why: `${host} doesn't have this content in this repository. It may have been deleted.`,
        next: 'Check the digest, or open it from another repository.',
      };
  }
  const requested = reference === '' ? name : `${name}${isByDigest ? '@' : ':'}${short}`;
  if (kind === 'type') {
    return {
      title: `${requested} isn't available in a supported format`,
      why: `${host} doesn't offer it in a media type that this app accepts (406).`,
      next: 'Use a command line tool to fetch it.',
    };
  }
  return {
    title: `${requested} not found on ${host}`,
    why: isPage(error)
      ? `${host} answered 404 with a web page, so it may not be a registry.`
      : reference === ''
        ? `${host} answered 404 without saying why.`
        : `${host} answered 404 without saying whether the repository or the ${isByDigest ? 'digest' : 'tag'} is missing.`,
    next: `Check the host, the repository${reference === '' ? '' : ` and the ${isByDigest ? 'digest' : 'tag'}`}. ${maybeHidden}`,
  };
}

function isPage({ detail }: AppError): boolean {
  return typeof detail?.text === 'string' && /^\s*<[!?a-z]/i.test(detail.text);
}

/** Texts next to the error of a tag that was not found. */
export const similarTagsMessages = {
  title: 'Similar tags',
  noRepository: (name: string, host: string) => `The repository ${name} doesn't exist on ${host}.`,
} as const;
