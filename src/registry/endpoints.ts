import { isLoopback, registryOrigin } from '../oci/index.ts';
import type { ConfiguredAuth, HostEntry, HostsFile } from './hostsFile.ts';

/** The settings of hosts: those of the site's `hosts.json`, and a person's own, which take precedence. */
export interface Hosts {
  readonly file: HostsFile;
  readonly own: ReadonlyMap<string, HostEntry>;
}

/** A server to request a host's content from. */
export interface Endpoint {
  /** Base URL without a slash at its end. */
  readonly base: string;
  /** The host whose credentials are sent here: the host itself, or the mirror. */
  readonly credentialHost: string;
  /** The `ns` query parameter; undefined for the host itself (containerd docs/hosts.md). */
  readonly ns: string | undefined;
  readonly auth: ConfiguredAuth | undefined;
}

/**
 * Lists the endpoints of a host in order: the mirrors, then the server. The server of a host in the app's gateway is the gateway,
 * unless the person set a server.
 *
 * @throws AppError invalid_argument if the text is not a host
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

/** Tells whether a password may be sent to a URL: over https, or without leaving this machine. */
export function isPrivateLine({ protocol, host }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host));
}
