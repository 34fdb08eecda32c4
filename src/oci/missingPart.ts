import type { Reason } from '../errors/index.ts';

/** A part of an image that could not be downloaded. */
export interface MissingPart {
  readonly digest: string;
  /** `manifest`, `config`, `layer` or `blob`; `referrers` for the list of the digest's referrers */
  readonly role: string;
  readonly reason: Reason;
  /** The registry is unavailable for now. Lists do not store this. */
  readonly isRetryable?: boolean;
}
