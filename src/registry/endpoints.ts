import { isLoopback, registryOrigin } from './hosts.ts';
import type { AuthByHand, HostEntry, HostsFile } from './hostsFile.ts';

/** What is known of hosts: what whoever hosts the app set, and a person's own, which go first. */
export interface Hosts {
  readonly file: HostsFile;
  readonly own: ReadonlyMap<string, HostEntry>;
}

/** One place to ask for a host's content. */
export interface Endpoint {
  /** Base URL without a slash at its end. */
  readonly base: string;
  /** Whose credentials are sent here: the host's own, or the mirror's. */
  readonly credentialHost: string;
  /** The `ns` query parameter, where the place is not the host itself (containerd docs/hosts.md). */
  readonly ns: string | undefined;
  readonly auth: AuthByHand | undefined;
}

/**
 * Where to ask, in order: the mirrors, then the server. A host that the app's own gateway is for is asked there, unless a
 * person named a server.
 *
 * @throws AppError invalid_argument where the text is no host
 */
export function endpointsOf(host: string, { file, own }: Hosts, origin: string | undefined): readonly Endpoint[] {
  const entry = own.get(host) ?? file.hosts.get(host);
  const server = registryOrigin(host, { isPlainHttp: entry?.plainHttp ?? false, origin });
  const hasGateway = file.gateway !== undefined && file.hosts.has(host) && own.get(host)?.server === undefined;
  const gateway = hasGateway ? new URL(`${file.gateway}${host}`, origin).href : undefined;
  const base = gateway ?? entry?.server ?? server;
  const mirrors = (entry?.mirrors ?? []).map((mirror) => ({
    base: mirror,
    credentialHost: new URL(mirror).host,
    ns: host,
    auth: undefined,
  }));
  return [...mirrors, { base, credentialHost: host, ns: undefined, auth: entry?.auth }];
}

/** Whether a password may be sent there: over https, or not leaving this machine. */
export function isPrivateLine({ protocol, host }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host));
}
