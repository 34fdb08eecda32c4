import { AppError } from '../errors/index.ts';
import { shorten } from './manifestError.ts';

/**
 * The tag under which registries without the referrers API keep a subject's index (distribution-spec v1.1, referrers
 * tag schema). Any `algorithm:encoded` has one, known to `parseDigest` or not.
 *
 * @throws AppError invalid_argument, reason invalid_reference, without a colon between two parts
 */
export function referrersTag(digest: string): string {
  const colon = digest.indexOf(':');
  if (colon <= 0 || colon === digest.length - 1) {
    throw new AppError('invalid_argument', `${JSON.stringify(shorten(digest))} is no digest`, {
      reason: 'invalid_reference',
    });
  }
  const algorithm = digest.slice(0, colon).slice(0, 32);
  const encoded = digest.slice(colon + 1).slice(0, 64);
  return `${algorithm}-${encoded}`.replace(/[^a-zA-Z0-9._-]/g, '-');
}
