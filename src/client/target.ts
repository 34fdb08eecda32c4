import { AppError } from '../errors/index.ts';
import type { Reference } from '../oci/index.ts';
import type { Target } from './contract.ts';

/** Of a reference the digest wins; `latest` where neither digest nor tag is named. */
export function targetOf(reference: Reference): Target {
  if (reference.domain === undefined) return { where: undefined, asked: reference.digest };
  const { domain, path, digest, tag = 'latest' } = reference;
  if (domain === '') {
    throw new AppError('invalid_argument', `${JSON.stringify(path)} names no registry`, {
      reason: 'invalid_reference',
    });
  }
  return { where: { host: domain, name: path }, asked: digest ?? tag };
}
