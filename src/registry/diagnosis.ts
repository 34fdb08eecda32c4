import { AppError, asAppError, type ErrorCode, type Reason } from '../errors/index.ts';
import { isLoopback } from '../oci/index.ts';
import { acceptByTag } from './accept.ts';
import type { RegistryOptions } from './contract.ts';
import { localNetworkBlock } from './localNetwork.ts';
import { isSafelisted } from './preflight.ts';
import { Probes } from './probe.ts';

/** A request that got no answer. */
export interface FailedRequest {
  readonly url: string;
  /** The URL without secrets; absent if it has none. */
  readonly shownUrl?: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly isOptional?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Finding {
  readonly code: ErrorCode;
  readonly reason: Reason;
  readonly message: string;
  /**
   * A more exact reason: `cut`, because the host answers now, so the connection was cut; `redirect`, because the registry
   * redirects to a host that cannot be reached.
   */
  readonly found?: 'cut' | 'redirect';
  /** The host is or may be in the local network: access to it was denied, or not requested yet. */
  readonly access?: 'denied' | 'prompt';
}

/**
 * Finds out why a fetch failed with a TypeError, which is all that a browser reports. Sends at most four small probes, none with
 * credentials, each ended after a sixth of the idle time. Blames CORS only if a request without CORS was answered and one with
 * CORS was not, twice; once for an optional route. The error's `detail.checks` lists the probes and their outcomes;
 * `detail.found` and `detail.access` are those of `Finding`.
 *
 * Causes that no probe can tell apart are `unreachable`: an untrusted certificate for a page on https, and a server that blocks
 * all other sites by Cross-Origin-Resource-Policy.
 *
 * @throws AppError cancelled if the signal aborts meanwhile
 */
export async function diagnose(request: FailedRequest, options: RegistryOptions, cause: unknown): Promise<AppError> {
  if (!(cause instanceof TypeError)) return asAppError(cause);
  const { host } = new URL(request.url);
  const probes = new Probes(options, request.signal);
  const { code, reason, message, ...more } = await examine(request, options, probes);
  const detail = { url: request.shownUrl ?? request.url, host, ...more, checks: probes.checks };
  return new AppError(code, `"${host}" ${message}`, { reason, detail, cause });
}

/** Returns the error for an answer that was cut off after its head. CORS cannot be the reason. */
export function cutAnswer(url: string, cause: TypeError): AppError {
  return brokenOff('unavailable', url, 'cut the connection before its answer was complete', { found: 'cut' }, cause);
}

/** Returns the error for an answer that sent nothing for the idle time, before its head or in its body. */
export function silentAnswer(url: string, idleMs: number): AppError {
  return brokenOff('deadline_exceeded', url, `sent no byte of "${url}" for ${idleMs} ms`, { found: 'silent', idleMs });
}

/** Returns the error for an answer that is too slow. */
export function slowAnswer(url: string): AppError {
  return brokenOff('deadline_exceeded', url, `sends "${url}" too slowly`, { found: 'slow' });
}

function brokenOff(code: ErrorCode, url: string, message: string, facts: object, cause?: unknown): AppError {
  const { host } = new URL(url);
  return new AppError(code, `"${host}" ${message}`, { reason: 'unreachable', detail: { url, host, ...facts }, cause });
}

async function examine(request: FailedRequest, options: RegistryOptions, probes: Probes): Promise<Finding> {
  const { url, method = 'GET' } = request;
  if (request.isOptional) {
    const answered = await probes.ask('HEAD request without CORS', url, {
      method: 'HEAD',
      mode: 'no-cors',
    });
    if (answered === 'answer') return findings.cors_missing;
  }
  const headers = Object.fromEntries(Object.entries(request.headers).filter(isSafelisted));
  const withCors = { method, mode: 'cors', headers } as const;
  const [open, direct] = await Promise.all([
    probes.ask('Request without CORS', url, { method, mode: 'no-cors' }),
    probes.ask('Request with CORS, redirects not followed', url, { ...withCors, redirect: 'manual' }),
  ]);
  const isOpen = open === 'answer';
  if (!isOpen && !isAnswer(direct)) return examineSilence(url, options, probes);

  const isSimple = Object.entries(request.headers).every(isSafelisted);
  const [followed, preflighted] = await Promise.all([
    direct === 'answer' ? direct : probes.ask('Request with CORS', url, withCors),
    // Probes never send Authorization: a long Accept header needs a preflight as well.
    isSimple || !isAnswer(direct)
      ? undefined
      : probes.ask('Request with CORS and a preflight', url, {
          ...withCors,
          redirect: 'manual',
          headers: { accept: acceptByTag },
        }),
  ]);
  if (followed !== 'answer') {
    if (direct !== 'redirect') return findings.cors_missing;
    return isOpen ? findings.redirect_cors : findings.redirect;
  }
  const isRefused = preflighted && (!isAnswer(preflighted) || 'authorization' in lowerCased(request.headers));
  return isRefused ? findings.preflight_refused : findings.cut;
}

/** Finds the reason if no probe was answered. */
async function examineSilence(url: string, options: RegistryOptions, probes: Probes): Promise<Finding> {
  const { host, hostname, port, protocol } = new URL(url);
  if (options.isOnline?.() === false) {
    probes.note('Network of this device', 'offline');
    return findings.offline;
  }
  const block = await localNetworkBlock(host, options);
  const more = block && { access: block.access };
  if (block) {
    const outcome = block.access === 'denied' ? 'denied' : 'not granted';
    probes.note('Local network access permission', outcome);
  }
  if (block?.isCertain) return { ...findings.local_network, ...more };
  // Blocked whether or not the host exists. Chrome allows it if local network access is granted.
  if (protocol === 'http:' && !isLoopback(host) && options.origin?.startsWith('https:')) return findings.mixed_content;
  if (protocol === 'https:' && options.origin?.startsWith('http:')) {
    // A page on https may not send this. Servers answer plain http on their TLS port with an error, which is an answer.
    const plain = await probes.ask('Request over plain HTTP on the same port', `http://${hostname}:${port || 443}/`, {
      mode: 'no-cors',
    });
    if (plain === 'answer') return findings.tls;
  }
  return { ...findings.unreachable, ...more };
}

const unavailable = { code: 'unavailable', reason: 'unreachable' } as const;
const refused = { code: 'permission_denied' } as const;

const findings = {
  offline: { code: 'unavailable', reason: 'offline', message: 'cannot be requested: this device is offline' },
  unreachable: { ...unavailable, message: 'cannot be reached' },
  cut: { ...unavailable, message: 'cut the connection, and answers now', found: 'cut' },
  redirect: { ...unavailable, message: 'redirects to a host that cannot be reached', found: 'redirect' },
  tls: {
    code: 'unavailable',
    reason: 'tls',
    message: 'answers at this port, but its HTTPS certificate is not trusted',
  },
  mixed_content: {
    code: 'unavailable',
    reason: 'mixed_content',
    message: 'uses plain http, which browsers block on https pages',
  },
  local_network: {
    ...refused,
    reason: 'local_network',
    message: 'is in the local network, which this page may not access',
  },
  cors_missing: { ...refused, reason: 'cors_missing', message: 'does not allow this origin (CORS)' },
  preflight_refused: {
    ...refused,
    reason: 'preflight_refused',
    message: 'refuses the preflight that this request needs',
  },
  redirect_cors: {
    ...refused,
    reason: 'redirect_cors',
    message: 'redirects to a host that does not allow this origin (CORS)',
  },
} as const satisfies Record<string, Finding>;

function isAnswer(probed: string): boolean {
  return probed === 'answer' || probed === 'redirect';
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
