import { AppError } from '../errors/index.ts';

/** What stands before a host's name; also what `/hosts.json` names. */
export const gatewayPath = '/gateway/';

/** What is asked for at a listed host. */
export interface Target {
  readonly host: string;
  /** `/v2/…`, or `token` for its token service. */
  readonly path: string;
  /** With its `?`, or empty. */
  readonly query: string;
}

// The characters of names, tags and digests (distribution-spec), in segments that do not climb. No escapes: none are
// needed, and what one server takes for a plain character another takes for a slash.
const apiPath = /^\/v2\/(?:(?!\.{1,2}(?:\/|$))[\w.:+=-]+(?:\/(?=.)|$))*$/;
const maxPathLength = 1024;

/**
 * Reads a request's address as it came in: `/gateway/<host>/v2/…` or `/gateway/<host>/token`.
 *
 * @throws AppError permission_denied where the host is not listed, not_found where the path is none of a registry's
 */
export function parseTarget(address: string, hosts: { has(host: string): boolean }): Target {
  const [path = '', ...queries] = address.slice(gatewayPath.length).split('?');
  const slash = path.indexOf('/');
  const host = slash < 0 ? path : path.slice(0, slash);
  const rest = slash < 0 ? '' : path.slice(slash);
  if (!hosts.has(host)) {
    throw new AppError(
      'permission_denied',
      `host "${host.slice(0, 255)}" is not one the gateway may ask: list it in hosts.json, or open it without the gateway`,
      { reason: 'denied', detail: { host: host.slice(0, 255) } },
    );
  }
  const isToken = rest === '/token';
  if (!isToken && (rest.length > maxPathLength || !apiPath.test(rest))) {
    throw new AppError(
      'not_found',
      `path "${rest.slice(0, 255)}" is none of a registry: the gateway answers /v2/… and /token`,
      { reason: 'not_found', detail: { host } },
    );
  }
  const query = queries.join('?');
  return { host, path: isToken ? 'token' : rest, query: query === '' ? '' : `?${query}` };
}
