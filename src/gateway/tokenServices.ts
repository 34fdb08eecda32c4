import { AppError } from '../errors/index.ts';
import { isPrivateLine, parseChallenges } from '../registry/index.ts';

/** The token services that hosts named, in memory. The gateway requests only these and the hosts themselves. */
export class TokenServices {
  readonly #realms = new Map<string, URL>();

  /** Returns the token service that the host named last. */
  of(host: string): URL | undefined {
    return this.#realms.get(host);
  }

  /**
   * Rewrites a `WWW-Authenticate` header to have the Bearer realm `ownRealm`, and remembers the host's realm.
   *
   * @throws AppError permission_denied if the realm is neither https nor loopback
   */
  rewrite(header: string, host: string, ownRealm: string): string {
    let named: URL | undefined;
    const challenges = parseChallenges(header).map(({ scheme, parameters }) => {
      const realm = scheme === 'bearer' ? parameters.get('realm') : undefined;
      if (realm === undefined) return formatChallenge(scheme, parameters);
      named ??= readRealm(realm, host);
      return formatChallenge(scheme, new Map([...parameters, ['realm', ownRealm]]));
    });
    if (named) this.#realms.set(host, named);
    return challenges.join(', ');
  }
}

/** Returns the URL of a token request: the realm with the query added. */
export function tokenUrl(realm: URL, query: string): URL {
  const url = new URL(realm);
  url.search = [url.search.slice(1), query.slice(1)].filter((text) => text !== '').join('&');
  return url;
}

function readRealm(realm: string, host: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (url && isPrivateLine(url)) {
    url.username = '';
    url.password = '';
    url.hash = '';
    return url;
  }
  throw new AppError(
    'permission_denied',
    `"${host}" names the token service "${realm.slice(0, 255)}", which is not https`,
    { reason: 'denied', detail: { host } },
  );
}

function formatChallenge(scheme: string, parameters: ReadonlyMap<string, string>): string {
  const name = scheme.replace(/^./, (letter) => letter.toUpperCase());
  const pairs = [...parameters].map(([key, value]) => `${key}="${value.replace(/[\\"]/g, '\\$&')}"`);
  return [name, pairs.join(',')].filter((text) => text !== '').join(' ');
}
