import { type Client, readExportProgress } from '../../../client/index.ts';
import { AppError } from '../../../errors/index.ts';
import type { SaveState } from '../../messages/exports.ts';

export interface SaveEnvironment {
  readonly client: Pick<Client, 'ask' | 'mode'>;
  readonly window: Window;
  readonly pause: (delayMs: number) => Promise<void>;
}

export interface FileOptions {
  /** Of this origin's worker, with a ticket in it. */
  readonly urlOf: (ticket: string) => string;
  readonly ticket: string;
  readonly name: string;
}

/** Firefox stops a worker that is asked nothing for half a minute, whatever it is writing. */
const askEachMs = 3000;
const firstMs = 250;
/** So long a person may take to say where the file goes before it is read. */
const maxUnknownBytes = 20;
/** Pieces of less are put together, and go to where the browser keeps large content: on its disk. */
const gatheredBytes = 8 * 2 ** 20;

/**
 * Has the browser save a file, and tells what becomes of it until that is known. Where a service worker runs, by a navigation
 * that it answers with the file: nothing of it is held in the page, and the page stays. A link with `download` would go past the
 * worker in Chromium. Where none runs, the file is gathered in the page first.
 *
 * @throws AppError of the worker; internal
 */
export async function saveFile(
  environment: SaveEnvironment,
  asked: FileOptions,
  tell: (state: SaveState) => void,
): Promise<void> {
  tell({ state: 'asked' });
  if ((await environment.client.mode) === 'dedicated-worker') return resolveClosure(environment, asked, tell);
  // What cannot be had is said here: a navigation to it would lead away, as does one that the worker was not told of before.
  const url = asked.urlOf(asked.ticket);
  await environment.client.ask({ url, method: 'HEAD' });
  environment.window.location.assign(url);
  await watch(environment, asked, tell);
}

/** A browser may take what a stopped worker had written for the whole file: only here it is known that it is not. */
async function watch(
  { client, pause }: SaveEnvironment,
  { ticket }: FileOptions,
  tell: (state: SaveState) => void,
): Promise<void> {
  let isRunning = false;
  let unknown = 0;
  for (let delayMs = firstMs; ; delayMs = Math.min(delayMs * 2, askEachMs)) {
    await pause(delayMs);
    const { state, ...amount } = await readExportProgress(client, ticket);
    if (state === 'failed') throw new AppError('data_loss', 'what is stored is damaged', { reason: 'corrupt' });
    if (state === 'done' || state === 'stopped') return tell({ state });
    if (state === 'running') tell({ state, ...amount });
    if (state === 'unknown' && isRunning) return tell({ state: 'cut' });
    if (state === 'unknown' && ++unknown > maxUnknownBytes) return tell({ state: 'stopped' });
    isRunning = state === 'running';
  }
}

async function resolveClosure(
  { client, window }: SaveEnvironment,
  { urlOf, ticket, name }: FileOptions,
  tell: (state: SaveState) => void,
): Promise<void> {
  const response = await client.ask({ url: urlOf(ticket) });
  const totalBytes = Number(response.headers.get('content-length'));
  const blobs: Blob[] = [];
  let [pieces, held, bytes]: [Uint8Array<ArrayBuffer>[], number, number] = [[], 0, 0];
  const settle = () => {
    blobs.push(new Blob(pieces));
    [pieces, held] = [[], 0];
  };
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    pieces.push(next.value);
    held += next.value.length;
    bytes += next.value.length;
    if (held >= gatheredBytes) settle();
    tell({ state: 'running', bytes, totalBytes });
  }
  settle();
  if (bytes !== totalBytes) return tell({ state: 'cut' });
  saveBlob(window, new Blob(blobs, { type: 'application/octet-stream' }), name);
  tell({ state: 'done' });
}

const retainedForMs = 60_000;

/** Its address lives until the browser has taken it. */
export function saveBlob(window: Window, blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = window.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), retainedForMs);
}
