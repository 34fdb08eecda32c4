import { readRecord } from '../../api/index.ts';
import type { AppError } from '../../errors/index.ts';
import { isDigest } from '../../oci/index.ts';
import { shortDigest } from '../kit/format.ts';
import type { ErrorWords } from './unexpectedAnswers.ts';

/** What a registry said it does not have, an error's `detail.absent`. */
export interface Absence {
  readonly kind: string;
  readonly name: string;
  /** The tag or digest requested; '' for a list. */
  readonly reference: string;
}

/** Returns an error's `detail.absent`, which came as JSON; undefined if no registry said what is missing. */
export function absenceOf({ detail }: AppError): Absence | undefined {
  const { kind, name, reference = '' } = readRecord(detail?.absent);
  if (typeof kind !== 'string' || typeof name !== 'string' || typeof reference !== 'string') return undefined;
  return { kind, name, reference };
}

const maybeHidden = 'Some registries answer the same if you have no access.';

/** Words for a 404: no more than the registry's error code tells. */
export function notFoundWords(host: string, error: AppError): ErrorWords {
  const absence = absenceOf(error);
  if (!absence) {
    return {
      title: `Not found on ${host}`,
      why: `${host} doesn't have this content.`,
      next: 'Check the repository and the tag or digest. It may have been deleted, or be in another repository.',
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
  const asked = reference === '' ? name : `${name}${isByDigest ? '@' : ':'}${short}`;
  if (kind === 'type') {
    return {
      title: `${asked} isn't available in a supported format`,
      why: `${host} has it in none of the media types that this app requests (406).`,
      next: 'Use a command line tool to fetch it.',
    };
  }
  return {
    title: `${asked} not found on ${host}`,
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
