import { type Client, readExportStatus } from '../../../client/index.ts';
import { AppError } from '../../../errors/index.ts';
import { chunksOf } from '../../../oci/index.ts';
import type { SaveState } from '../../messages/exportDialog.ts';

export interface SaveEnvironment {
  readonly client: Pick<Client, 'ask' | 'mode'>;
  readonly window: Window;
  readonly pause: (delayMs: number) => Promise<void>;
}

export interface FileOptions {
  /** Returns the URL of the file at this origin's worker, with a ticket. */
  readonly urlOf: (ticket: string) => string;
  readonly ticket: string;
  readonly name: string;
}

/** Maximum interval between progress requests: Firefox stops a worker without requests after 30 s, even while it streams. */
const maxIntervalMs = 3000;
const firstIntervalMs = 250;
/** Maximum number of checks before the browser starts to read the file: the user may have to choose where to save it. */
const maxUnknownChecks = 20;
/** Chunks are merged into blobs of at least this size, which browsers move to disk. */
const minBlobBytes = 8 * 2 ** 20;

/**
 * Lets the browser save a file, and reports the state until the end. With a service worker, the page navigates to a URL that the
 * worker answers with the file: the page stays, and does not buffer the file. A link with `download` would bypass the worker in
 * Chromium. Without a service worker, the page collects the file first.
 *
 * @throws AppError of the worker; internal
 */
export async function saveFile(
  environment: SaveEnvironment,
  options: FileOptions,
  report: (state: SaveState) => void,
): Promise<void> {
  report({ state: 'asked' });
  if ((await environment.client.mode) === 'dedicated-worker') return saveFromPage(environment, options, report);
  // Announces the download to the worker. An error is thrown here; a navigation that fails would replace the page.
  const url = options.urlOf(options.ticket);
  await environment.client.ask({ url, method: 'HEAD' });
  environment.window.location.assign(url);
  await watch(environment, options, report);
}

/** Polls the worker until the file is complete. Browsers may show a file as saved although its worker was stopped early. */
async function watch(
  { client, pause }: SaveEnvironment,
  { ticket }: FileOptions,
  report: (state: SaveState) => void,
): Promise<void> {
  let isRunning = false;
  let unknown = 0;
  for (let delayMs = firstIntervalMs; ; delayMs = Math.min(delayMs * 2, maxIntervalMs)) {
    await pause(delayMs);
    const { state, ...amount } = await readExportStatus(client, ticket);
    if (state === 'failed') throw new AppError('data_loss', 'stored content is corrupt', { reason: 'corrupt' });
    if (state === 'done' || state === 'stopped') return report({ state });
    if (state === 'running') report({ state, ...amount });
    if (state === 'unknown' && isRunning) return report({ state: 'cut' });
    if (state === 'unknown' && ++unknown > maxUnknownChecks) return report({ state: 'stopped' });
    isRunning = state === 'running';
  }
}

async function saveFromPage(
  { client, window }: SaveEnvironment,
  { urlOf, ticket, name }: FileOptions,
  report: (state: SaveState) => void,
): Promise<void> {
  const response = await client.ask({ url: urlOf(ticket) });
  const total = Number(response.headers.get('content-length'));
  const blobs: Blob[] = [];
  let [chunks, chunkBytes, done]: [Uint8Array<ArrayBuffer>[], number, number] = [[], 0, 0];
  const flush = () => {
    blobs.push(new Blob(chunks));
    [chunks, chunkBytes] = [[], 0];
  };
  for await (const chunk of response.body ? chunksOf(response.body) : []) {
    chunks.push(chunk);
    chunkBytes += chunk.length;
    done += chunk.length;
    if (chunkBytes >= minBlobBytes) flush();
    report({ state: 'running', done, total });
  }
  flush();
  if (done !== total) return report({ state: 'cut' });
  saveBlob(window, new Blob(blobs, { type: 'application/octet-stream' }), name);
  report({ state: 'done' });
}

const urlLifetimeMs = 60_000;

/** Lets the browser save a blob. The object URL is revoked after a delay, because the browser reads it later. */
export function saveBlob(window: Window, blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = window.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), urlLifetimeMs);
}
