import { AppError } from '../errors/index.ts';

/** Docker Hub's API has another host than its references (distribution/reference, moby registry/config.go). */
const apiHosts: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']]);

export interface HostRules {
  readonly isPlainHttp: boolean;
  /** The app's own origin: requests to its host use its scheme. */
  readonly origin: string | undefined;
}

/**
 * Returns the origin that is requested for a reference's host: https, but http for loopback, for a host set to plain http, and
 * for the app's own host if the app was loaded over http.
 *
 * @throws AppError invalid_argument if the text is not a host
 */
export function registryOrigin(host: string, { isPlainHttp, origin }: HostRules): string {
  const apiHost = apiHosts.get(host) ?? host;
  const isOwn = origin !== undefined && URL.canParse(origin) && new URL(origin).host === apiHost;
  const scheme = isOwn ? new URL(origin).protocol : isLoopback(apiHost) || isPlainHttp ? 'http:' : 'https:';
  const text = `${scheme}//${apiHost}`;
  if (!/^[\w.:[\]-]+$/.test(apiHost) || !URL.canParse(text)) {
    throw new AppError('invalid_argument', `host "${host}" is not a registry host`, { reason: 'invalid_reference' });
  }
  return new URL(text).origin;
}

/** Tells whether a reference's host is this machine: localhost, *.localhost, 127.0.0.0/8 or ::1, with or without a port. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
