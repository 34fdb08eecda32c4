import { AppError } from '../errors/index.ts';
import { readRecord } from './readJson.ts';

// Messages between page and worker about sign-ins and hosts.

export const credentialsUrl = '/-/credentials';
export const hostsUrl = '/-/hosts';

/** Returns the name of the shared lock that all pages of a session hold. */
export function sessionLock(session: string): string {
  return `${sessionLocks}${session}`;
}

export const sessionLocks = 'ociscope:session:';
/** Prefix of the locks that pages of releases before 0.2 hold. */
export const oldSessionLocks = 'ociscope/session/';

/** Returns the URL that tests each endpoint of a host. */
export function hostTestUrl(host: string): string {
  return `${hostsUrl}/test?host=${encodeURIComponent(host)}`;
}

/** Returns the URL that reports whether anything answers at an origin: `true` or `false`. */
export function reachUrl(origin: string): string {
  const { protocol, host } = new URL(origin);
  return `${hostsUrl}/reach?host=${encodeURIComponent(host)}${protocol === 'http:' ? '&plain' : ''}`;
}

/** The sign-in that a host requires; in `detail.signIn` of an error. */
export interface SignInDetails {
  readonly host: string;
  readonly refused?: boolean;
  readonly hidden?: boolean;
  readonly sites?: readonly string[];
  /** The request that was refused. */
  readonly request?: SignInRequest;
}

/** A request to a registry: its host, the path below `/v2/`, and its scope as token services define it. */
export interface SignInRequest {
  readonly registry: string;
  readonly path: string;
  readonly scope: string;
}

/** Credentials that a person entered; the page sends them to the worker only. */
export interface SignIn {
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly keep: 'session' | 'device';
  /** ID of the page's session. */
  readonly session: string;
  /** Origins other than the host's own that the person agreed to. */
  readonly realms: readonly string[];
  /** The request that the credentials are tried with before they are stored. */
  readonly request: SignInRequest;
}

/** A stored credential; its password never leaves the worker. */
export type StoredSignIn = Pick<SignIn, 'host' | 'username' | 'keep' | 'realms'>;

/** The settings of hosts, each entry in the form of `hosts.json`. */
export interface HostsAnswer {
  readonly listed: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<string, unknown>>;
  readonly gateway?: string;
  /** Error in `hosts.json`. */
  readonly fault?: string;
}

/** The test result of one endpoint of a host; `error` if the test failed. */
export interface PlaceReport {
  readonly base: string;
  readonly durationMs: number;
  readonly error?: { readonly message: string; readonly reason: string };
}

const maxTextLength = 16 * 1024;

/** Parses a sign-in to store, or the host to forget. @throws AppError invalid_argument */
export function parseSignIn(body: unknown): SignIn | { readonly forget: string } {
  const { host, username, password, keep, session, realms, request, forget } = readRecord(body);
  if (typeof forget === 'string') return { forget };
  const texts = [host, username, password, session];
  const isWhole = texts.every((text) => typeof text === 'string' && text.length <= maxTextLength) && host !== '';
  const isLifetime = keep === 'session' || keep === 'device';
  if (!isWhole || !isLifetime || !Array.isArray(realms) || !realms.every(isOrigin)) {
    throw new AppError('invalid_argument', 'the body is not a sign-in', { reason: 'unsupported' });
  }
  return {
    host: String(host),
    username: String(username),
    password: String(password),
    session: String(session),
    keep,
    realms,
    request: readSignInRequest(request) ?? { registry: String(host), path: '', scope: '' },
  };
}

/** Parses the entry to set for a host; null to forget it. @throws AppError invalid_argument */
export function parseHostChange(body: unknown): { readonly host: string; readonly entry: unknown } {
  const { host, entry = null } = readRecord(body);
  if (typeof host !== 'string' || host === '') {
    throw new AppError('invalid_argument', 'the body has no host', { reason: 'unsupported' });
  }
  return { host, entry };
}

/** Returns the sign-in that an error requires; undefined if it requires none. */
export function signInDetails(error: AppError): SignInDetails | undefined {
  const { host, refused, hidden, sites, request: sent } = readRecord(error.detail?.signIn);
  const request = readSignInRequest(sent);
  if (typeof host !== 'string') return undefined;
  return {
    host,
    ...(refused === true ? { refused } : {}),
    ...(hidden === true ? { hidden } : {}),
    ...(Array.isArray(sites) && sites.every(isOrigin) ? { sites } : {}),
    ...(request ? { request } : {}),
  };
}

function readSignInRequest(value: unknown): SignInRequest | undefined {
  const { registry, path, scope } = readRecord(value);
  if (typeof registry !== 'string' || typeof path !== 'string' || typeof scope !== 'string') return undefined;
  return { registry, path, scope };
}

function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}
