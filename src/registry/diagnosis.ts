import { AppError, asAppError } from '../errors/index.ts';
import type { RegistryOptions } from './contract.ts';
import { isLoopback } from './hosts.ts';

/**
 * Why a fetch failed with nothing but a TypeError, which is all that a browser tells: offline, mixed content, a
 * host that answers but not to this origin (a probe without CORS gets through), or none that answers.
 */
export async function diagnose(url: string, options: RegistryOptions, cause: unknown): Promise<AppError> {
  if (!(cause instanceof TypeError)) return asAppError(cause);
  const { host, protocol, origin } = new URL(url);
  const detail = { url, host };
  if (options.isOnline?.() === false) {
    return new AppError('unavailable', `"${host}" cannot be asked: this device is offline`, {
      reason: 'offline',
      detail,
      cause,
    });
  }
  if (protocol === 'http:' && !isLoopback(host) && options.origin?.startsWith('https:')) {
    return new AppError('unavailable', `"${host}" is plain http, which a page on https may not ask`, {
      reason: 'mixed_content',
      detail,
      cause,
    });
  }
  if (await answersWithoutCors(`${origin}/v2/`, options)) {
    return new AppError('permission_denied', `"${host}" answers, but not to pages of this origin (CORS)`, {
      reason: 'cors_missing',
      detail,
      cause,
    });
  }
  return new AppError('unavailable', `"${host}" cannot be reached`, { reason: 'unreachable', detail, cause });
}

async function answersWithoutCors(url: string, options: RegistryOptions): Promise<boolean> {
  try {
    await options.fetch(url, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
