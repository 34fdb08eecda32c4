import { AppError, type ErrorCode, errorCodes, type Reason, reasons } from '../errors/index.ts';
import { safetyHeaders } from './answer.ts';
import { isRecord, parseJson, readRecord } from './readJson.ts';

/** Error codes of the distribution-spec. */
export type OciCode =
  | 'BLOB_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'SIZE_INVALID'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNKNOWN'
  | 'UNSUPPORTED';

const statuses = {
  not_found: 404,
  already_exists: 409,
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  failed_precondition: 412,
  unavailable: 503,
  data_loss: 502,
  resource_exhausted: 507,
  aborted: 409,
  cancelled: 499,
  deadline_exceeded: 504,
  not_implemented: 501,
  internal: 500,
} satisfies Record<ErrorCode, number>;

const ociCodes = {
  offline: 'UNKNOWN',
  unreachable: 'UNKNOWN',
  tls: 'UNKNOWN',
  cors_missing: 'DENIED',
  cors_origin: 'DENIED',
  preflight_refused: 'DENIED',
  header_hidden: 'DENIED',
  redirect_cors: 'DENIED',
  mixed_content: 'DENIED',
  local_network: 'DENIED',
  unauthenticated: 'UNAUTHORIZED',
  denied: 'DENIED',
  not_found: 'MANIFEST_UNKNOWN',
  digest_mismatch: 'DIGEST_INVALID',
  too_large: 'SIZE_INVALID',
  invalid_manifest: 'MANIFEST_INVALID',
  invalid_reference: 'NAME_INVALID',
  unsupported: 'UNSUPPORTED',
  rate_limited: 'TOOMANYREQUESTS',
  server_error: 'UNKNOWN',
  quota: 'UNKNOWN',
  corrupt: 'DIGEST_INVALID',
  internal: 'UNKNOWN',
} satisfies Record<Reason, OciCode>;

/** An error of the distribution-spec. `detail` has what an AppError has. */
export interface ErrorBody {
  readonly code: OciCode;
  readonly message: string;
  readonly detail: {
    readonly code: ErrorCode;
    readonly reason: Reason;
    readonly facts: Readonly<Record<string, unknown>>;
  };
}

/** Returns an error of the distribution-spec, with the AppError's code, reason and detail in `detail`. */
export function formatError({ code, message, detail, reason = 'internal' }: AppError): ErrorBody {
  return { code: ociCodes[reason], message, detail: { code, reason, facts: detail ?? {} } };
}

/** Returns the error as an answer of the distribution-spec. */
export function errorAnswer(error: AppError): Response {
  return new Response(JSON.stringify({ errors: [formatError(error)] }), {
    status: statuses[error.code],
    headers: { ...safetyHeaders, 'Content-Type': 'application/json', 'Cache-Status': 'ociscope' },
  });
}

/** Returns the AppError that `errorAnswer` was given; an `internal` one for any other body. */
export function parseErrorAnswer(status: number, text: string): AppError {
  return (
    parseError(firstError(text)) ??
    new AppError('internal', `the worker answered ${status} with a body that is not an error`, { reason: 'internal' })
  );
}

/** Returns the AppError that `formatError` was given; undefined for anything else. */
export function parseError(first: unknown): AppError | undefined {
  const { message, detail } = readRecord(first);
  if (typeof message !== 'string' || !isRecord(detail)) return undefined;
  const code = errorCodes.find((known) => known === detail.code) ?? 'internal';
  const reason = reasons.find((known) => known === detail.reason) ?? 'internal';
  return new AppError(code, message, { reason, detail: readRecord(detail.facts) });
}

function firstError(text: string): unknown {
  const { errors } = readRecord(parseJson(text));
  return Array.isArray(errors) ? errors[0] : undefined;
}
