import type { ServerResponse } from 'node:http';
import { AppError, type ErrorCode } from '../errors/index.ts';
import { gatewayHeader } from '../registry/index.ts';
import { setSafetyHeaders } from './headers.ts';

const answers: Partial<Record<ErrorCode, { readonly status: number; readonly ociCode: string }>> = {
  permission_denied: { status: 403, ociCode: 'DENIED' },
  not_found: { status: 404, ociCode: 'NAME_UNKNOWN' },
  not_implemented: { status: 405, ociCode: 'UNSUPPORTED' },
};
const failed = { status: 502, ociCode: 'UNKNOWN' };

/** Answers with the distribution-spec's error body, or cuts an answer that has begun. Hides errors that are not an AppError. */
export function sendRefusal(response: ServerResponse, error: unknown, isHead: boolean): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { code, reason, message, detail } =
    error instanceof AppError ? error : new AppError('internal', 'the gateway failed: see its log');
  const { status, ociCode } = answers[code] ?? failed;
  setSafetyHeaders(response);
  // Tells the gateway's own answers from those of the registry.
  response.setHeader(gatewayHeader, reason ?? 'internal');
  if (status === 405) response.setHeader('allow', 'GET, HEAD');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-type', 'application/json');
  response.statusCode = status;
  const body = JSON.stringify({ errors: [{ code: ociCode, message, detail: detail ?? {} }] });
  response.end(isHead ? undefined : body);
}
