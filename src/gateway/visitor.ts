import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { AppError } from '../errors/index.ts';
import { isLoopback } from '../registry/index.ts';

/** Tells whether the gateway answers requests to a host name. */
export type IsOwnName = (hostname: string) => boolean;

/**
 * Creates the test for names that no other site can point to this machine: addresses, localhost, the machine's own name. A site
 * that rebinds its name to this machine is requested by that name, so its pages get nothing.
 */
export function createIsOwnName(machineName: string): IsOwnName {
  const own = machineName.toLowerCase();
  return (hostname) => {
    const name = hostname.toLowerCase();
    return isLoopback(name) || isIP(name.replace(/^\[|\]$/g, '')) > 0 || name === own || name === `${own}.local`;
  };
}

/** Returns the origin that the browser requested; undefined if the request has no host. */
export function ownOrigin(request: IncomingMessage): URL | undefined {
  // HTTP/2 has :authority instead.
  const { host, ':authority': authority } = request.headers;
  const name = host ?? authority;
  const text = `${'encrypted' in request.socket ? 'https' : 'http'}://${String(name)}`;
  return name !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Returns the origin of the request, which is the app's own.
 *
 * @throws AppError permission_denied if the request comes from another site's page (Fetch Metadata,
 * www.w3.org/TR/fetch-metadata), or its host name is not allowed
 */
export function assertOwnVisitor(request: IncomingMessage, isOwnName: IsOwnName): URL {
  const origin = ownOrigin(request);
  if (!origin || !isOwnName(origin.hostname)) {
    throw refused(
      `the gateway does not answer at "${origin?.host ?? ''}": open the app at localhost or at an address, or list the name in Vite's preview.allowedHosts`,
    );
  }
  const site = request.headers['sec-fetch-site'];
  const from = request.headers.origin;
  if (site === 'cross-site' || site === 'same-site' || (from !== undefined && from !== origin.origin)) {
    throw refused('the gateway answers only the pages of its own origin');
  }
  return origin;
}

function refused(message: string): AppError {
  return new AppError('permission_denied', message, { reason: 'denied' });
}
