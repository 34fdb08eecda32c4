import { AppError } from '../errors/index.ts';
import type { Reference } from '../oci/index.ts';
import type { Target } from './contract.ts';

/** Returns a reference's digest, else its tag, else `latest`. @throws AppError invalid_argument without a registry */
export function targetOf(reference: Reference): Target {
  if (reference.domain === undefined) return { where: undefined, asked: reference.digest };
  const { domain, path, digest, tag = 'latest' } = reference;
  if (domain === '') {
    throw new AppError('invalid_argument', `${JSON.stringify(path)} has no registry`, {
      reason: 'invalid_reference',
    });
  }
  return { where: { host: domain, name: path }, asked: digest ?? tag };
}
