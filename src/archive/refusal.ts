import { AppError, isAppError } from '../errors/index.ts';

/**
 * Reason why a part of an archive is not used. `detail` has what the kind does not say, as noted here.
 * `name`: its name can't be looked up safely (`NameFault`, or `uppercase` for a digest); `link`: its target is not in the
 * archive (the target); `device`: not a file; `sparse`: only parts of it are stored; `duplicate`: an earlier entry has the
 * name; `mismatch`: its bytes do not match the digest (which); `size`: not the size that a manifest states (both);
 * `too_large`: a document over 4 MiB (its size); `too_many`: over a limit (which); `unreadable`: not a valid document,
 * layer or list (why); `missing`: listed and not in the archive (by what); `evicted`: it was stored, and removed before its
 * image was complete; `cut`: the archive ends in it; `damaged`: nothing behind it can be read; `bomb`: its compression
 * ratio is far higher than that of any image archive.
 */
export type RefusalKind =
  | 'name'
  | 'link'
  | 'device'
  | 'sparse'
  | 'duplicate'
  | 'mismatch'
  | 'size'
  | 'too_large'
  | 'too_many'
  | 'unreadable'
  | 'missing'
  | 'evicted'
  | 'cut'
  | 'damaged'
  | 'bomb';

export interface Refusal {
  readonly kind: RefusalKind;
  /** The entry with the faulty bytes, as named in the archive, or a digest; '' for the archive itself. */
  readonly name: string;
  readonly detail: string;
}

/** Number of refusals listed; the rest is counted. */
const maxListed = 1000;
const maxNameLength = 300;

/** Collects refusals: a hostile archive can have any number of them. */
export class Refusals {
  readonly listed: Refusal[] = [];
  count = 0;

  add(kind: RefusalKind, name: string, detail = ''): Refusal {
    const refusal = { kind, name: name.slice(0, maxNameLength), detail: detail.slice(0, maxNameLength) };
    if (this.listed.length < maxListed) this.listed.push(refusal);
    this.count++;
    return refusal;
  }
}

/** Faults of the archive itself. */
type FaultKind = 'cut' | 'damaged' | 'bomb';

/** Returns the error that ends the reading of an archive; entries read before it are valid. */
export function archiveFault(kind: FaultKind, name: string, cause?: unknown): AppError {
  return new AppError('data_loss', `archive is ${kind === 'bomb' ? 'a bomb' : kind} at ${JSON.stringify(name)}`, {
    reason: kind === 'bomb' ? 'too_large' : 'corrupt',
    detail: { fault: kind, entry: name },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Returns the fault of an error; undefined for any other error. */
export function faultOf(error: unknown): { readonly kind: FaultKind; readonly name: string } | undefined {
  if (!isAppError(error)) return undefined;
  const { fault, entry } = error.detail ?? {};
  if (fault !== 'cut' && fault !== 'damaged' && fault !== 'bomb') return undefined;
  return { kind: fault, name: typeof entry === 'string' ? entry : '' };
}

/** Converts an error as `asFault` does, and adds the entry's name if the fault has none. */
export function faultIn(error: unknown, name: string): unknown {
  const known = asFault(error, name);
  const fault = faultOf(known);
  return fault?.name === '' ? archiveFault(fault.kind, name, error) : known;
}

/**
 * Converts an error of reading an archive: the library's, which have no codes, to a fault; the browser's to unavailable,
 * because the file is deleted or changed.
 */
export function asFault(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || isAppError(error)) return error;
  if (error.name === 'Error') return archiveFault(error.message.includes('truncated') ? 'cut' : 'damaged', name, error);
  if (error.name !== 'NotReadableError' && error.name !== 'NotFoundError') return error;
  return new AppError('unavailable', 'file cannot be read any more', {
    reason: 'unsupported',
    detail: {
      title: 'The file cannot be read any more',
      why: 'It was changed, moved or deleted since it was chosen, or the browser lost the right to read it.',
      next: 'Choose it again.',
    },
    cause: error,
  });
}
