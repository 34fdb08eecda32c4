import { AppError, type AppErrorOptions, type ErrorCode, type Reason } from '../errors/index.ts';
import { retryAfterMs } from './retryAfter.ts';
import type { Secrets } from './secrets.ts';

const errorBodyLimitBytes = 64 * 1024;

interface Refusal {
  readonly code: ErrorCode;
  readonly reason: Reason;
  readonly words: string;
}

const refusals: ReadonlyMap<number, Refusal> = new Map([
  [401, { code: 'unauthenticated', reason: 'unauthenticated', words: 'asks for a sign-in' }],
  [403, { code: 'permission_denied', reason: 'denied', words: 'denies access' }],
  [404, { code: 'not_found', reason: 'not_found', words: 'does not have it' }],
  [405, { code: 'not_implemented', reason: 'unsupported', words: 'does not allow the method' }],
  [406, { code: 'not_found', reason: 'not_found', words: 'has no such type of it' }],
  [416, { code: 'invalid_argument', reason: 'unsupported', words: 'does not have that range' }],
  [429, { code: 'resource_exhausted', reason: 'rate_limited', words: 'limits the rate of requests' }],
]);

/** What a refusal is made of. */
export interface RefusedAnswer {
  readonly response: Response;
  readonly url: string;
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly secrets: Pick<Secrets, 'hide' | 'hideIn'>;
  /** The app's own gateway made the answer. */
  readonly isGateways: boolean;
}

/**
 * Returns the error for an answer that is not 2xx. `detail` has url, status, `retryAfterMs` if the registry says it, and the
 * registry's own `errors` (distribution-spec, error codes) or the beginning of whatever text it sent instead, both without
 * secrets; for missing content it has `absent`, an `Absence`. Of the app's own gateway it has the host that the gateway asked,
 * and `gateway`: what failed there.
 */
export async function refusedAnswer(answer: RefusedAnswer): Promise<AppError> {
  const { response, url, isGateways } = answer;
  const { status } = response;
  const body = await errorBody(answer);
  const byGateway = isGateways ? gatewayRefusal(response, body) : undefined;
  const refusal = refusals.get(isWrappedAbsence(status, body) ? 404 : status) ?? otherRefusal(status);
  const { code, reason, words } = byGateway ?? refusal;
  const waitMs = isTransient(status) ? retryAfterMs(response) : undefined;
  const absent = reason === 'not_found' ? absenceOf(url, status, body) : undefined;
  const options: AppErrorOptions = {
    reason,
    detail: {
      ...(absent ? { absent } : {}),
      url,
      host: new URL(url).host,
      status,
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
      ...body,
      ...byGateway?.detail,
    },
  };
  return new AppError(code, byGateway ? words : `"${url}" answered ${status}: the registry ${words}`, options);
}

/** Of an answer that the app's own gateway made: why, in place of an answer of the registry. */
export const gatewayHeader = 'Ociscope-Gateway';

const gatewayFaults = ['dns', 'refused', 'timeout', 'no_route', 'cut', 'tls'] as const;

/** Why the gateway's machine could not reach a registry. */
export type GatewayFault = (typeof gatewayFaults)[number];

function gatewayRefusal(
  { status, headers }: Response,
  { errors }: Readonly<Record<string, unknown>>,
): (Refusal & { readonly detail: Readonly<Record<string, unknown>> }) | undefined {
  const said = headers.get(gatewayHeader);
  const [first]: unknown[] = Array.isArray(errors) ? errors : [];
  const { message, detail } = objectOf(first);
  const { host, why, fault } = objectOf(detail);
  const words = typeof message === 'string' ? message : 'the gateway could not reach the registry';
  const asked = typeof host === 'string' ? { host } : {};
  if (status !== 502) {
    const { code, reason } = refusals.get(status) ?? otherRefusal(status);
    return { code, reason, words, detail: { ...asked, gateway: 'refusal' } };
  }
  const reason = said === 'unreachable' || said === 'tls' ? said : 'server_error';
  const gateway = gatewayFaults.find((each) => each === fault) ?? 'cut';
  return {
    code: 'unavailable',
    reason,
    words,
    detail: { ...asked, gateway, ...(typeof why === 'string' ? { gatewayWhy: why } : {}) },
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What a registry said it does not have. */
export interface Absence {
  /** `type`: it has the content in none of the media types asked for. `unstated`: its answer does not say which is missing. */
  readonly kind: 'repository' | 'tag' | 'digest' | 'type' | 'unstated';
  readonly name: string;
  /** The tag or digest that was requested; absent for a list of tags. */
  readonly reference?: string;
}

/** Undefined where the URL is not one of the API, as after a redirect to storage. */
function absenceOf(url: string, status: number, { errors }: Readonly<Record<string, unknown>>): Absence | undefined {
  const path = /\/v2\/(.+)\/(?:(?:manifests|blobs|referrers)\/([^/]+)|tags\/list)$/.exec(new URL(url).pathname);
  if (!path?.[1]) return undefined;
  const reference = path[2]?.replace(/%3A/i, ':');
  const named = { name: path[1], ...(reference ? { reference } : {}) };
  if (status === 406) return { kind: 'type', ...named };
  const [, code] = unknownCode.exec(JSON.stringify(errors ?? [])) ?? [];
  if (code === 'NAME') return { kind: 'repository', ...named };
  if (code === undefined || !reference) return { kind: 'unstated', ...named };
  return { kind: reference.includes(':') ? 'digest' : 'tag', ...named };
}

const unknownCode = /"code":"(MANIFEST|BLOB|NAME)_UNKNOWN"/;

/** Whether the same may be answered otherwise after a while. */
export function isTransient(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** Distribution 2.8 as a pull-through cache answers 500 for what its upstream does not have, and says so within. */
function isWrappedAbsence(status: number, { errors }: Readonly<Record<string, unknown>>): boolean {
  return status === 500 && unknownCode.test(JSON.stringify(errors ?? []));
}

function otherRefusal(status: number): Refusal {
  if (status >= 500) return { code: 'unavailable', reason: 'server_error', words: 'failed' };
  return { code: 'failed_precondition', reason: 'unsupported', words: 'gave an answer that is not understood' };
}

async function errorBody({ pieces, secrets }: RefusedAnswer): Promise<Record<string, unknown>> {
  const said = await readBeginning(pieces);
  // Here and in what it is parsed to, where nothing is escaped.
  const text = secrets.hide(said);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors)) {
      const errors: unknown[] = body.errors.slice(0, 16);
      if (isShallow(errors)) return { errors: secrets.hideIn(errors) };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return text === '' ? {} : { text: text.slice(0, 400) };
}

/** What nests deeper than any registry's errors do could not be written as JSON again: the stack ends first. */
function isShallow(value: unknown, levels = 16): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

/** The first bytes as text: a 4xx body may be of any form and length, and may be cut. */
async function readBeginning(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of pieces) {
      text += decoder.decode(piece, { stream: true });
      if (text.length > errorBodyLimitBytes) break;
    }
  } catch (error) {
    return `${text}\n(${error instanceof Error ? error.message : String(error)})`;
  }
  return text;
}
