import { AppError } from '../errors/index.ts';

/** The path before a host's name, also in `/hosts.json`. */
export const gatewayPath = '/gateway/';

/** A request to a listed host. */
export interface Target {
  readonly host: string;
  /** `/v2/…`, or `token` for its token service. */
  readonly path: string;
  /** The query with its `?`, or empty. */
  readonly query: string;
}

// The characters of names, tags and digests (distribution-spec), without `.` and `..` segments. No escapes: they are not
// needed, and servers differ in whether an escaped slash is a slash.
const apiPath = /^\/v2\/(?:(?!\.{1,2}(?:\/|$))[\w.:+=-]+(?:\/(?=.)|$))*$/;
const maxPathLength = 1024;

/**
 * Parses a request's URL: `/gateway/<host>/v2/…` or `/gateway/<host>/token`.
 *
 * @throws AppError permission_denied if the host is not listed, not_found if the path is not a registry's
 */
export function parseTarget(address: string, hosts: { has(host: string): boolean }): Target {
  const [path = '', ...queries] = address.slice(gatewayPath.length).split('?');
  const slash = path.indexOf('/');
  const host = slash < 0 ? path : path.slice(0, slash);
  const rest = slash < 0 ? '' : path.slice(slash);
  if (!hosts.has(host)) {
    throw new AppError(
      'permission_denied',
      `host "${host.slice(0, 255)}" is not allowed in the gateway: list it in hosts.json, or open it without the gateway`,
      { reason: 'denied', detail: { host: host.slice(0, 255) } },
    );
  }
  const isToken = rest === '/token';
  if (!isToken && (rest.length > maxPathLength || !apiPath.test(rest))) {
    throw new AppError(
      'not_found',
      `path "${rest.slice(0, 255)}" is not a registry path: the gateway answers /v2/… and /token`,
      { reason: 'not_found', detail: { host } },
    );
  }
  const query = queries.join('?');
  return { host, path: isToken ? 'token' : rest, query: query === '' ? '' : `?${query}` };
}
