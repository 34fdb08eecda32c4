import { AppError } from '../errors/index.ts';
import { isLoopback } from '../oci/index.ts';

/** The authentication of a host that does not state it, or whose challenge CORS hides. */
export type ConfiguredAuth =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service?: string };

/** The settings of a registry host, after containerd's hosts.toml (containerd docs/hosts.md). */
export interface HostEntry {
  /** Base URL without a slash at its end, to which `/v2/…` is added. Absent: derived from the host's name. */
  readonly server?: string;
  /** Base URLs to request before the server, in order, each with `ns=<host>`. */
  readonly mirrors: readonly string[];
  /** Uses http if `server` is absent. */
  readonly plainHttp: boolean;
  readonly auth?: ConfiguredAuth;
}

/** The site's `hosts.json`. */
export interface HostsFile {
  /** A path or URL that ends in a slash: listed hosts are requested at `<gateway><host>`. */
  readonly gateway?: string;
  readonly hosts: ReadonlyMap<string, HostEntry>;
}

export const noHosts: HostsFile = { hosts: new Map() };

const maxHosts = 1000;
const maxMirrors = 16;

/**
 * Parses `{"gateway"?: "/gateway/", "hosts": {"<host>": {"server"?, "mirrors"?: [], "plainHttp"?: true, "auth"?}}}`; `auth` is
 * `"basic"` or `{"realm", "service"?}`. Refuses unknown keys, so that a misspelt key is noticed.
 *
 * @throws AppError invalid_argument with the path of the fault
 */
export function parseHostsFile(value: unknown): HostsFile {
  const { gateway, hosts } = readObject('hosts.json', value, ['gateway', 'hosts']);
  const listed = Object.entries(readObject('"hosts"', hosts ?? {}));
  if (listed.length > maxHosts) throw invalid('"hosts"', `lists more than ${maxHosts} hosts`);
  return {
    ...(gateway === undefined ? {} : { gateway: readGateway(gateway) }),
    hosts: new Map(listed.map(([host, entry]) => [assertHost(host), parseHostEntry(host, entry)])),
  };
}

/** Parses one entry of `hosts`. @throws AppError invalid_argument with the path of the fault */
export function parseHostEntry(host: string, value: unknown): HostEntry {
  const place = `"hosts" › "${host}"`;
  const { server, mirrors, plainHttp, auth } = readObject(place, value, ['server', 'mirrors', 'plainHttp', 'auth']);
  if (plainHttp !== undefined && typeof plainHttp !== 'boolean')
    throw invalid(`${place} › "plainHttp"`, 'is not a boolean');
  if (mirrors !== undefined && !Array.isArray(mirrors)) throw invalid(`${place} › "mirrors"`, 'is not an array');
  if (mirrors && mirrors.length > maxMirrors) throw invalid(`${place} › "mirrors"`, `has more than ${maxMirrors}`);
  return {
    ...(server === undefined ? {} : { server: readBase(`${place} › "server"`, server) }),
    mirrors: (mirrors ?? []).map((mirror: unknown, index) => readBase(`${place} › "mirrors" › ${index}`, mirror)),
    plainHttp: plainHttp === true,
    ...(auth === undefined ? {} : { auth: readAuth(`${place} › "auth"`, auth) }),
  };
}

/** Returns the JSON that `parseHostEntry` parses to the same entry. */
export function formatHostEntry({ server, mirrors, plainHttp, auth }: HostEntry): Readonly<Record<string, unknown>> {
  const { scheme, ...service } = auth ?? { scheme: undefined };
  return {
    ...(server === undefined ? {} : { server }),
    ...(mirrors.length > 0 ? { mirrors } : {}),
    ...(plainHttp ? { plainHttp } : {}),
    ...(scheme === undefined ? {} : { auth: scheme === 'basic' ? scheme : service }),
  };
}

function readGateway(value: unknown): string {
  const isPath = typeof value === 'string' && /^\/((?!\.)[\w.~-]+\/)*$/.test(value);
  return isPath ? value : `${readBase('"gateway"', value)}/`;
}

/** Returns the host. @throws AppError invalid_argument if the text is not a host */
export function assertHost(host: string): string {
  if (!/^[\w.:[\]-]{1,255}$/.test(host) || !URL.canParse(`https://${host}`))
    throw invalid(`"${host}"`, 'is not a host');
  return host;
}

function readAuth(place: string, value: unknown): ConfiguredAuth {
  if (value === 'basic') return { scheme: 'basic' };
  const { realm, service } = readObject(place, value, ['realm', 'service']);
  if (service !== undefined && typeof service !== 'string') throw invalid(`${place} › "service"`, 'is not a string');
  const url = readUrl(`${place} › "realm"`, realm);
  if (url.protocol === 'http:' && !isLoopback(url.host)) throw invalid(`${place} › "realm"`, 'is not https');
  return { scheme: 'bearer', realm: url.href, ...(service === undefined ? {} : { service }) };
}

function readBase(place: string, value: unknown): string {
  const url = readUrl(place, value);
  if (url.search !== '') throw invalid(place, 'has a query');
  return url.href.replace(/\/+$/, '');
}

function readUrl(place: string, value: unknown): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw invalid(place, 'is not an http or https URL');
  if (url.username !== '' || url.password !== '' || url.hash !== '') throw invalid(place, 'has a user or a fragment');
  return url;
}

function readObject(place: string, value: unknown, keys?: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(place, 'is not an object');
  const unknown = keys && Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw invalid(place, `has the unknown key "${unknown}"`);
  return { ...value };
}

function invalid(place: string, fault: string): AppError {
  return new AppError('invalid_argument', `${place} ${fault}`, { reason: 'unsupported', detail: { place, fault } });
}
