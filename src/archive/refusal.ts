import { AppError, isAppError } from '../errors/index.ts';

/**
 * Says why something of an archive is not used. `detail` has what the kind does not say, as noted here.
 *
 * `name`: its name can't be looked up safely (`NameFault`, or `uppercase` for a digest that is); `link`: no file of the archive is at
 * its end (where it points); `device`: not a file; `sparse`: only parts of it are there; `duplicate`: an earlier entry has the name;
 * `mismatch`: other bytes than its digest names (which); `size`: another size than a manifest states (both); `too_large`: a document
 * over 4 MiB (its size); `too_many`: over a limit (which); `unreadable`: not a valid document, layer or list (why); `missing`: listed
 * and not in the archive (by what); `evicted`: it was stored, and removed before its image was complete; `cut`: the archive ends in
 * it; `damaged`: nothing behind it can be read; `bomb`: it unpacks to far more than archives do.
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
  /** The entry whose bytes are at fault, as the archive has it, or a digest; '' for the archive itself. */
  readonly name: string;
  readonly detail: string;
}

/** Listed; the rest is counted. */
const maxListed = 1000;
const maxNameLength = 300;

/** Gathers refusals: a hostile archive has any number of them. */
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

/** What an archive itself is refused for. */
type FaultKind = 'cut' | 'damaged' | 'bomb';

/** Ends the reading of an archive: what came before it was read is right. */
export function archiveFault(kind: FaultKind, name: string, cause?: unknown): AppError {
  return new AppError('data_loss', `archive is ${kind === 'bomb' ? 'a bomb' : kind} at ${JSON.stringify(name)}`, {
    reason: kind === 'bomb' ? 'too_large' : 'corrupt',
    detail: { fault: kind, entry: name },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The refusal that a fault is; undefined of any other error. */
export function faultOf(error: unknown): { readonly kind: FaultKind; readonly name: string } | undefined {
  if (!isAppError(error)) return undefined;
  const { fault, entry } = error.detail ?? {};
  if (fault !== 'cut' && fault !== 'damaged' && fault !== 'bomb') return undefined;
  return { kind: fault, name: typeof entry === 'string' ? entry : '' };
}

/** As `asFault`, in the middle of an entry: what does not know where it was is told. */
export function faultIn(error: unknown, name: string): unknown {
  const known = asFault(error, name);
  const fault = faultOf(known);
  return fault?.name === '' ? archiveFault(fault.kind, name, error) : known;
}

/** What reading an archive failed with: of the library, which has no codes, a fault; of the browser, that the file is gone. */
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
