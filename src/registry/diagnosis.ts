import { AppError, asAppError, type ErrorCode, type Reason } from '../errors/index.ts';
import { acceptByTag } from './accept.ts';
import type { RegistryOptions } from './contract.ts';
import { isLoopback } from './hosts.ts';
import { localNetworkBlock } from './localNetwork.ts';
import { isSafelisted } from './preflight.ts';
import { Probes } from './probe.ts';

/** A request that got no answer. */
export interface FailedRequest {
  readonly url: string;
  /** The same without secrets; absent where it has none. */
  readonly shownUrl?: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly isOptional?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Finding {
  readonly code: ErrorCode;
  readonly reason: Reason;
  readonly words: string;
  /**
   * What the page says more exactly than the reason: an answer came now, so the connection was `cut`; the registry's
   * `redirect` leads to what cannot be reached.
   */
  readonly found?: 'cut' | 'redirect';
  /** The host is or may be in the local network: whether the person refused access to it, or was not asked. */
  readonly access?: 'denied' | 'prompt';
}

/**
 * Why a fetch failed with a TypeError, which is all that a browser tells. At most four small probes, none with
 * credentials, each ended after a sixth of the idle time. CORS is blamed only where an answer without it came and one with
 * it did not, twice; of an optional route once. The error's `detail.checks` lists what was asked and what came, `detail.found` and
 * `detail.access` are above.
 *
 * What no probe can tell is `unreachable`: an untrusted certificate from a page on https, and a server that forbids
 * every other site by Cross-Origin-Resource-Policy.
 *
 * @throws AppError cancelled where the signal aborts meanwhile
 */
export async function diagnose(request: FailedRequest, options: RegistryOptions, cause: unknown): Promise<AppError> {
  if (!(cause instanceof TypeError)) return asAppError(cause);
  const { host } = new URL(request.url);
  const probes = new Probes(options, request.signal);
  const { code, reason, words, ...more } = await examine(request, options, probes);
  const detail = { url: request.shownUrl ?? request.url, host, ...more, checks: probes.checks };
  return new AppError(code, `"${host}" ${words}`, { reason, detail, cause });
}

/** The head of an answer came, the rest did not: nothing that CORS could be the reason of. */
export function cutAnswer(url: string, cause: TypeError): AppError {
  return brokenOff('unavailable', url, 'cut the connection before its answer was whole', { found: 'cut' }, cause);
}

/** Nothing came for as long as is waited, before the head of an answer or in its body. */
export function silentAnswer(url: string, idleMs: number): AppError {
  return brokenOff('deadline_exceeded', url, `sent no byte of "${url}" for ${idleMs} ms`, { found: 'silent', idleMs });
}

/** Bytes came, and too few for the time that they took. */
export function slowAnswer(url: string): AppError {
  return brokenOff('deadline_exceeded', url, `sends "${url}" too slowly`, { found: 'slow' });
}

function brokenOff(code: ErrorCode, url: string, words: string, facts: object, cause?: unknown): AppError {
  const { host } = new URL(url);
  return new AppError(code, `"${host}" ${words}`, { reason: 'unreachable', detail: { url, host, ...facts }, cause });
}

async function examine(request: FailedRequest, options: RegistryOptions, probes: Probes): Promise<Finding> {
  const { url, method = 'GET' } = request;
  if (request.isOptional) {
    const answered = await probes.ask('Asked without CORS for the head alone', url, {
      method: 'HEAD',
      mode: 'no-cors',
    });
    if (answered === 'answer') return findings.cors_missing;
  }
  const headers = Object.fromEntries(Object.entries(request.headers).filter(isSafelisted));
  const withCors = { method, mode: 'cors', headers } as const;
  const [open, direct] = await Promise.all([
    probes.ask('Asked without CORS', url, { method, mode: 'no-cors' }),
    probes.ask('Asked with CORS, redirects not followed', url, { ...withCors, redirect: 'manual' }),
  ]);
  const isOpen = open === 'answer';
  if (!isOpen && !isAnswer(direct)) return examineSilence(url, options, probes);

  const isSimple = Object.entries(request.headers).every(isSafelisted);
  const [whole, preflighted] = await Promise.all([
    direct === 'answer' ? direct : probes.ask('Asked with CORS', url, withCors),
    // Authorization is never sent to find something out: a long Accept asks for a preflight as well.
    isSimple || !isAnswer(direct)
      ? undefined
      : probes.ask('Asked with CORS and a preflight', url, {
          ...withCors,
          redirect: 'manual',
          headers: { accept: acceptByTag },
        }),
  ]);
  if (whole !== 'answer') {
    if (direct !== 'redirect') return findings.cors_missing;
    return isOpen ? findings.redirect_cors : findings.redirect;
  }
  const isRefused = preflighted && (!isAnswer(preflighted) || 'authorization' in lowerCased(request.headers));
  return isRefused ? findings.preflight_refused : findings.cut;
}

/** No probe was answered. */
async function examineSilence(url: string, options: RegistryOptions, probes: Probes): Promise<Finding> {
  const { host, hostname, port, protocol } = new URL(url);
  if (options.isOnline?.() === false) {
    probes.note('The network of this device', 'offline');
    return findings.offline;
  }
  const block = await localNetworkBlock(host, options);
  const more = block && { access: block.access };
  if (block) {
    const outcome = block.access === 'denied' ? 'refused' : 'not given';
    probes.note('Permission to reach the local network', outcome);
  }
  if (block?.isCertain) return { ...findings.local_network, ...more };
  // Blocked as such, whether or not the host is there. Where local network access is given, Chrome lets it pass.
  if (protocol === 'http:' && !isLoopback(host) && options.origin?.startsWith('https:')) return findings.mixed_content;
  if (protocol === 'https:' && options.origin?.startsWith('http:')) {
    // A page on https may not ask this. Servers answer plain http on their TLS port with an error, which is an answer.
    const plain = await probes.ask('Asked over plain http on the same port', `http://${hostname}:${port || 443}/`, {
      mode: 'no-cors',
    });
    if (plain === 'answer') return findings.tls;
  }
  return { ...findings.unreachable, ...more };
}

const unavailable = { code: 'unavailable', reason: 'unreachable' } as const;
const refused = { code: 'permission_denied' } as const;

const findings = {
  offline: { code: 'unavailable', reason: 'offline', words: 'cannot be asked: this device is offline' },
  unreachable: { ...unavailable, words: 'cannot be reached' },
  cut: { ...unavailable, words: 'cut the connection, and answers now', found: 'cut' },
  redirect: { ...unavailable, words: 'redirects to a host that cannot be reached', found: 'redirect' },
  tls: { code: 'unavailable', reason: 'tls', words: 'answers at this port, but not by an https that is trusted' },
  mixed_content: {
    code: 'unavailable',
    reason: 'mixed_content',
    words: 'is plain http, which a page on https may not ask',
  },
  local_network: {
    ...refused,
    reason: 'local_network',
    words: 'is in the local network, which this page may not reach',
  },
  cors_missing: { ...refused, reason: 'cors_missing', words: 'answers, but not to pages of this origin (CORS)' },
  preflight_refused: {
    ...refused,
    reason: 'preflight_refused',
    words: 'refuses the preflight that this request needs',
  },
  redirect_cors: {
    ...refused,
    reason: 'redirect_cors',
    words: 'redirects to a host that does not answer pages of this origin (CORS)',
  },
} as const satisfies Record<string, Finding>;

function isAnswer(probed: string): boolean {
  return probed === 'answer' || probed === 'redirect';
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
