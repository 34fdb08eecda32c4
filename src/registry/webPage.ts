import { AppError, type ErrorCode, type Reason } from '../errors/index.ts';

const beginningBytes = 256;

/**
 * Whether bytes begin as HTML does, and as no JSON can. Login pages, captive portals and web apps that know no path of
 * ours answer 200 with it, under any Content-Type.
 */
export function isWebPage(bytes: Uint8Array): boolean {
  return /^\s*<[!?a-z]/i.test(new TextDecoder().decode(bytes.subarray(0, beginningBytes)));
}

/** The error for a page that came in the place of what was asked for; `detail.found` is `webpage`. */
export function webPage(url: string, wanted: string, { code, reason }: { code: ErrorCode; reason: Reason }): AppError {
  return new AppError(code, `"${url}" answered with a web page, not with a ${wanted}`, {
    reason,
    detail: { url, host: new URL(url).host, found: 'webpage' },
  });
}
