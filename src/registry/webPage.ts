import { AppError, type ErrorCode, type Reason } from '../errors/index.ts';

const beginningBytes = 256;

/**
 * Tells whether bytes begin as HTML does, and JSON cannot. Login pages, captive portals and other web apps answer 200 with it,
 * under any Content-Type.
 */
export function isWebPage(bytes: Uint8Array): boolean {
  return /^\s*<[!?a-z]/i.test(new TextDecoder().decode(bytes.subarray(0, beginningBytes)));
}

/** Returns the error for a web page in place of the expected content; `detail.found` is `webpage`. */
export function webPage(
  url: string,
  expected: string,
  { code, reason }: { code: ErrorCode; reason: Reason },
): AppError {
  return new AppError(code, `"${url}" answered with a web page, not with a ${expected}`, {
    reason,
    detail: { url, host: new URL(url).host, found: 'webpage' },
  });
}
