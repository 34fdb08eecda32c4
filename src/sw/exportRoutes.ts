import { contentFileName, type ExportOptions, exportFileName, safetyHeaders } from '../api/index.ts';
import { verifiedContent } from '../archive/index.ts';
import type { ContentStore } from '../content/index.ts';
import { assertNotCorrupt } from '../content/index.ts';
import { isAppError } from '../errors/index.ts';
import type { Library } from '../library/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';
import type { Exports, WaitUntil } from './exportTickets.ts';
import { openExport, planExport } from './planExport.ts';
import { respondJson } from './respond.ts';

interface ExportParts {
  readonly store: ContentStore;
  readonly library: Library;
}

/** An image or an item to save as a file. `ticket` identifies the download; '' if the page does not follow its progress. */
interface ExportTarget {
  readonly digest: Digest;
  readonly ticket: string;
}

/** Answers with an `ExportPlan`; no registry is asked. */
export async function answerExportPlan(
  { library }: ExportParts,
  { signal }: Request,
  { digest, ...asked }: ExportOptions & Pick<ExportTarget, 'digest'>,
): Promise<Response> {
  return respondJson(await planExport(library.closures(), digest, asked, signal), safetyHeaders);
}

/** Answers with an image as an OCI layout in a tar, from the store only. Missing or corrupt content is an error before the body. */
export async function answerExport(
  { store, library }: ExportParts,
  exports: Exports,
  request: Request,
  { digest, ticket, ...asked }: ExportOptions & ExportTarget,
  holdOpen?: WaitUntil,
): Promise<Response> {
  const archive = await openExport(library.closures(), digest, asked, request.signal);
  const file = { name: exportFileName(digest, asked), type: 'application/x-tar', lengthBytes: archive.lengthBytes };
  return respondFile(request, file, () =>
    exports.track(ticket, file.lengthBytes, noticing(library, archive.write(store)), holdOpen),
  );
}

/** Answers with a stored item as a file. */
export async function answerContentFile(
  { store, library }: ExportParts,
  exports: Exports,
  request: Request,
  { digest, mediaType, ticket }: ExportTarget & { readonly mediaType: string },
  holdOpen?: WaitUntil,
): Promise<Response> {
  const info = await store.info(digest);
  assertNotCorrupt(info);
  const { size } = info;
  const file = { name: contentFileName(digest, mediaType), type: 'application/octet-stream', lengthBytes: size };
  const content = () => noticing(library, verifiedContent(store, { digest, size }));
  return respondFile(request, file, () => exports.track(ticket, size, content(), holdOpen));
}

/** Answers with the `ExportStatus` of a ticket's file. Pages poll it, since browsers stop a service worker without requests. */
export function answerExportProgress(exports: Exports, { ticket }: Pick<ExportTarget, 'ticket'>): Response {
  return respondJson(exports.status(ticket), safetyHeaders);
}

/** Returns an answer that the browser saves as a file. Its headers prevent scripts from running if it is displayed. */
function respondFile(
  { method }: Request,
  { name, type, lengthBytes }: { readonly name: string; readonly type: string; readonly lengthBytes: number },
  open: () => ReadableStream<Uint8Array>,
): Response {
  return new Response(method === 'HEAD' ? null : open(), {
    headers: {
      ...safetyHeaders,
      'Content-Type': type,
      'Content-Length': String(lengthBytes),
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Status': 'ociscope; hit',
    },
  });
}

/** Quarantines content that is found corrupt while it is read. */
async function* noticing(library: Library, pieces: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* pieces;
  } catch (error) {
    const digest = isAppError(error) && error.reason === 'corrupt' ? error.detail?.digest : undefined;
    if (typeof digest === 'string' && isDigest(digest)) await library.quarantine(digest);
    throw error;
  }
}
