import { AppError, type AppErrorOptions, type ErrorCode, type Reason } from '../errors/index.ts';
import { retryAfterMs } from './retryAfter.ts';
import type { Secrets } from './secrets.ts';

const maxErrorBodyLength = 64 * 1024;

interface Refusal {
  readonly code: ErrorCode;
  readonly reason: Reason;
  readonly message: string;
}

const refusals: ReadonlyMap<number, Refusal> = new Map([
  [401, { code: 'unauthenticated', reason: 'unauthenticated', message: 'requires authentication' }],
  [403, { code: 'permission_denied', reason: 'denied', message: 'denies access' }],
  [404, { code: 'not_found', reason: 'not_found', message: 'did not find it' }],
  [405, { code: 'not_implemented', reason: 'unsupported', message: 'does not allow the method' }],
  [406, { code: 'not_found', reason: 'not_found', message: 'does not have it in the requested types' }],
  [416, { code: 'invalid_argument', reason: 'unsupported', message: 'does not have that range' }],
  [429, { code: 'resource_exhausted', reason: 'rate_limited', message: 'limits the rate of requests' }],
]);

/** An answer that is not 2xx, with what is needed to make an error of it. */
export interface RefusedAnswer {
  readonly response: Response;
  readonly url: string;
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly secrets: Pick<Secrets, 'hide' | 'hideIn'>;
  /** The answer was made by the app's own gateway. */
  readonly isGateways: boolean;
}

/**
 * Returns the error for an answer that is not 2xx. `detail` has url, status, `retryAfterMs` if the registry states it, and the
 * registry's `errors` (distribution-spec, error codes) or the beginning of any other text it sent, both without secrets; for
 * missing content it has `absent`, an `Absence`. If the app's own gateway answered, `detail` has the host that the gateway
 * requested, and `gateway`: what failed there.
 */
export async function refusedAnswer(answer: RefusedAnswer): Promise<AppError> {
  const { response, url, isGateways } = answer;
  const { status } = response;
  const body = await errorBody(answer);
  const byGateway = isGateways ? gatewayRefusal(response, body) : undefined;
  const refusal = refusals.get(isWrappedAbsence(status, body) ? 404 : status) ?? otherRefusal(status);
  const { code, reason, message } = byGateway ?? refusal;
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
  return new AppError(code, byGateway ? message : `"${url}" answered ${status}: the registry ${message}`, options);
}

/** Header of answers that the app's own gateway made itself, with the reason. */
export const gatewayHeader = 'Ociscope-Gateway';

const gatewayFaults = ['dns', 'refused', 'timeout', 'no_route', 'cut', 'tls'] as const;

/** The reason why the gateway's machine could not reach a registry. */
export type GatewayFault = (typeof gatewayFaults)[number];

function gatewayRefusal(
  { status, headers }: Response,
  { errors }: Readonly<Record<string, unknown>>,
): (Refusal & { readonly detail: Readonly<Record<string, unknown>> }) | undefined {
  const stated = headers.get(gatewayHeader);
  const [first]: unknown[] = Array.isArray(errors) ? errors : [];
  const { message: text, detail } = objectOf(first);
  const { host, why, fault } = objectOf(detail);
  const message = typeof text === 'string' ? text : 'the gateway could not reach the registry';
  const requested = typeof host === 'string' ? { host } : {};
  if (status !== 502) {
    const { code, reason } = refusals.get(status) ?? otherRefusal(status);
    return { code, reason, message, detail: { ...requested, gateway: 'refusal' } };
  }
  const reason = stated === 'unreachable' || stated === 'tls' ? stated : 'server_error';
  const gateway = gatewayFaults.find((each) => each === fault) ?? 'cut';
  return {
    code: 'unavailable',
    reason,
    message,
    detail: { ...requested, gateway, ...(typeof why === 'string' ? { gatewayWhy: why } : {}) },
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The content that a registry reported as missing. */
export interface Absence {
  /** `type`: it does not have the content in any requested media type. `unstated`: its answer does not say which is missing. */
  readonly kind: 'repository' | 'tag' | 'digest' | 'type' | 'unstated';
  readonly name: string;
  /** The tag or digest that was requested; absent for a list of tags. */
  readonly reference?: string;
}

/** Returns the missing content; undefined if the URL is not one of the API, as after a redirect to storage. */
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

/** Tells whether the same request may succeed later. */
export function isTransient(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** Distribution 2.8 as a pull-through cache answers 500 if its upstream does not have the content; the body has the code. */
function isWrappedAbsence(status: number, { errors }: Readonly<Record<string, unknown>>): boolean {
  return status === 500 && unknownCode.test(JSON.stringify(errors ?? []));
}

function otherRefusal(status: number): Refusal {
  if (status >= 500) return { code: 'unavailable', reason: 'server_error', message: 'failed' };
  return { code: 'failed_precondition', reason: 'unsupported', message: 'gave an unexpected answer' };
}

async function errorBody({ pieces, secrets }: RefusedAnswer): Promise<Record<string, unknown>> {
  // Secrets are hidden in the text and again in the parsed values, which have no escapes.
  const text = secrets.hide(await readBeginning(pieces));
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

/** Tells whether a value nests no deeper than registries' errors do. Deeper values would overflow the stack in JSON.stringify. */
function isShallow(value: unknown, levels = 16): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

/** Reads the first bytes as text: a 4xx body may have any format and length, and may be cut off. */
async function readBeginning(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of pieces) {
      text += decoder.decode(piece, { stream: true });
      if (text.length > maxErrorBodyLength) break;
    }
  } catch (error) {
    return `${text}\n(${error instanceof Error ? error.message : String(error)})`;
  }
  return text;
}
