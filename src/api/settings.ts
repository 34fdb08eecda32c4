import { AppError } from '../errors/index.ts';
import { readRecord } from './readJson.ts';

// What the page and its worker tell each other of sign-ins and hosts.

export const credentialsUrl = '/-/credentials';
export const hostsUrl = '/-/hosts';

/** The name of the lock that pages of a session hold, all of them at once. */
export function sessionLock(session: string): string {
  return `${sessionLocks}${session}`;
}

export const sessionLocks = 'ociscope/session/';

/** Asks each place of a host whether it answers. */
export function hostTestUrl(host: string): string {
  return `${hostsUrl}/test?host=${encodeURIComponent(host)}`;
}

/** Asks an origin whether anything answers there: `true` or `false`. */
export function reachUrl(origin: string): string {
  const { protocol, host } = new URL(origin);
  return `${hostsUrl}/reach?host=${encodeURIComponent(host)}${protocol === 'http:' ? '&plain' : ''}`;
}

/** Why a sign-in is asked for: `detail.signIn` of an error. */
export interface SignInDetails {
  readonly host: string;
  readonly refused?: boolean;
  readonly hidden?: boolean;
  readonly sites?: readonly string[];
  /** The request that was refused. */
  readonly request?: SignInRequest;
}

/** A request to a registry: below `/v2/` of one that `registry` is read from, with its scope as token services write it. */
export interface SignInRequest {
  readonly registry: string;
  readonly path: string;
  readonly scope: string;
}

/** Sent to the worker, and nowhere else. */
export interface SignIn {
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly keep: 'session' | 'device';
  /** Names the session of the page. */
  readonly session: string;
  /** Origins beside the host's own that the person agreed to. */
  readonly realms: readonly string[];
  /** What it is tried on before it is stored. */
  readonly request: SignInRequest;
}

/** A credential that is kept; its password never leaves the worker. */
export type StoredSignIn = Pick<SignIn, 'host' | 'username' | 'keep' | 'realms'>;

/** What is known of hosts: each entry as it stands in `hosts.json`. */
export interface HostsAnswer {
  readonly listed: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<string, unknown>>;
  readonly gateway?: string;
  /** What is wrong with `hosts.json`. */
  readonly fault?: string;
}

/** How one place of a host answered; `error` as in an error answer where it did not. */
export interface PlaceReport {
  readonly base: string;
  readonly durationMs: number;
  readonly error?: { readonly message: string; readonly reason: string };
}

const maxTextLength = 16 * 1024;

/** What a page asks to be kept, or (without a password) forgotten. @throws AppError invalid_argument */
export function parseSignIn(body: unknown): SignIn | { readonly forget: string } {
  const { host, username, password, keep, session, realms, request, forget } = readRecord(body);
  if (typeof forget === 'string') return { forget };
  const texts = [host, username, password, session];
  const isWhole = texts.every((text) => typeof text === 'string' && text.length <= maxTextLength) && host !== '';
  const isKeep = keep === 'session' || keep === 'device';
  if (!isWhole || !isKeep || !Array.isArray(realms) || !realms.every(isOrigin)) {
    throw new AppError('invalid_argument', 'body is no sign-in', { reason: 'unsupported' });
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

/** The entry to set for a host; null to forget it. @throws AppError invalid_argument */
export function parseHostChange(body: unknown): { readonly host: string; readonly entry: unknown } {
  const { host, entry = null } = readRecord(body);
  if (typeof host !== 'string' || host === '') {
    throw new AppError('invalid_argument', 'body names no host', { reason: 'unsupported' });
  }
  return { host, entry };
}

/** What an error says of the sign-in that would mend it. */
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
