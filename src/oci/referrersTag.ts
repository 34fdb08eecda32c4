import { AppError } from '../errors/index.ts';
import { shorten } from './manifestError.ts';

/**
 * Returns the tag that points to a subject's referrers index in registries without the referrers API (distribution-spec v1.1,
 * referrers tag schema). Accepts any `algorithm:encoded`, also algorithms that `parseDigest` refuses.
 *
 * @throws AppError invalid_argument, reason invalid_reference, if the text is not two parts with a colon between them
 */
export function referrersTag(digest: string): string {
  const colon = digest.indexOf(':');
  if (colon <= 0 || colon === digest.length - 1) {
    throw new AppError('invalid_argument', `${JSON.stringify(shorten(digest))} is not a digest`, {
      reason: 'invalid_reference',
    });
  }
  const algorithm = digest.slice(0, colon).slice(0, 32);
  const encoded = digest.slice(colon + 1).slice(0, 64);
  return `${algorithm}-${encoded}`.replace(/[^a-zA-Z0-9._-]/g, '-');
}
