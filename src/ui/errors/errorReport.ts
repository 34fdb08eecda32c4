import type { AppError } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';

/** Returns a failure as text for a bug report: the request, the error and its details. Errors contain no credentials. */
export function errorReport({
  error,
  address,
  where,
}: {
  readonly error: AppError;
  readonly address: string;
  readonly where: Repository | undefined;
}): string {
  return [
    `ociscope: ${error.message}`,
    `code: ${error.code}`,
    `reason: ${error.reason ?? 'internal'}`,
    `address: ${address}`,
    ...(where ? [`repository: ${where.host}/${where.name}`] : []),
    ...Object.entries(error.detail ?? {}).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ].join('\n');
}
