import { AppError, type AppErrorOptions, type ErrorCode, type Reason } from '../errors/index.ts';
import { retryAfterMs } from './retryAfter.ts';

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

/**
 * The error for an answer that is not 2xx. `detail` keeps url, status and the registry's own `errors`
 * (distribution-spec, error codes), or the beginning of whatever text it sent instead, both without `secret`,
 * `retryAfterMs` where it says, and of content that is not there `absent`, an `Absence`.
 */
export async function refusedAnswer(
  response: Response,
  url: string,
  pieces: AsyncIterable<Uint8Array>,
  secret: string | undefined,
): Promise<AppError> {
  const { status } = response;
  const body = await errorBody(pieces, secret);
  const byGateway = gatewayRefusal(response, body);
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
    },
  };
  return new AppError(code, byGateway ? words : `"${url}" answered ${status}: the registry ${words}`, options);
}

/** Of an answer that the app's own gateway made: why, in place of an answer of the registry. */
export const gatewayHeader = 'Ociscope-Gateway';

/** The gateway could not reach the registry: to ask again at once is of no use. */
export function isGatewayFailure({ status, headers }: Response): boolean {
  return status === 502 && headers.has(gatewayHeader);
}

function gatewayRefusal(response: Response, { errors }: Readonly<Record<string, unknown>>): Refusal | undefined {
  if (!isGatewayFailure(response)) return undefined;
  const said = response.headers.get(gatewayHeader);
  const reason = said === 'unreachable' || said === 'tls' ? said : 'server_error';
  const [first]: unknown[] = Array.isArray(errors) ? errors : [];
  const message = typeof first === 'object' && first !== null && 'message' in first ? first.message : undefined;
  const words = typeof message === 'string' ? message : 'the gateway could not reach the registry';
  return { code: 'unavailable', reason, words };
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

async function errorBody(
  pieces: AsyncIterable<Uint8Array>,
  secret: string | undefined,
): Promise<Record<string, unknown>> {
  const said = await readBeginning(pieces);
  const text = secret ? said.replaceAll(secret, '…') : said;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors)) {
      const errors: unknown[] = body.errors.slice(0, 16);
      if (isShallow(errors)) return { errors };
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
