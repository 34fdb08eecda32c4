import {
  type CheckedFacts,
  keepWholeUrl,
  type LackingFacts,
  type MeasuredFacts,
  parseKeepWholeLine,
  type WholeOptions,
  type WholeProgressFacts,
} from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Client, Where } from './contract.ts';
import { type Patience, readKnownLines, untilDone } from './untilDone.ts';

/** An image, and how much of it is meant. Without `where` it is looked for as a bare digest is. */
export interface WholeTarget {
  readonly where: Where | undefined;
  readonly digest: string;
  readonly options: WholeOptions;
}

export interface KeepWholeOptions extends Patience {
  /** So many documents were read, of a number that is not known yet. */
  readonly onRead?: ((count: number) => void) | undefined;
  readonly onProgress: (progress: WholeProgressFacts) => void;
}

/** What an image takes; its manifests are fetched for that. @throws AppError of the worker; the signal's reason */
export async function measureWhole(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  { onRead, signal }: { readonly onRead?: (count: number) => void; readonly signal: AbortSignal },
): Promise<MeasuredFacts> {
  const answer = await ask({ url: keepWholeUrl(where, digest, options, 'measure'), method: 'POST', signal });
  for await (const line of readKnownLines(answer, parseKeepWholeLine)) {
    if ('measured' in line) return line.measured;
    if ('error' in line) throw line.error;
    if ('read' in line) onRead?.(line.read);
  }
  throw new AppError('internal', 'the answer ended before it was measured', { reason: 'internal' });
}

/** Compares an image with what is stored; no registry is asked. @throws AppError of the worker; the signal's reason */
export async function checkWhole(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  signal: AbortSignal,
): Promise<CheckedFacts> {
  const answer = await ask({ url: keepWholeUrl(where, digest, options, 'check'), method: 'POST', signal });
  for await (const line of readKnownLines(answer, parseKeepWholeLine)) {
    if ('checked' in line) return line.checked;
    if ('error' in line) throw line.error;
  }
  throw new AppError('internal', 'the answer ended before it was checked', { reason: 'internal' });
}

/**
 * Ends when all that can be had of an image is stored; gives what could not. Goes on from what is there, and by itself when the
 * worker is stopped meanwhile, as long as something is gained by it.
 *
 * @throws AppError of the worker; internal where the worker is stopped again and again; the signal's reason
 */
export async function keepWhole(
  { ask }: Pick<Client, 'ask'>,
  { where, digest, options }: WholeTarget,
  { onRead, onProgress, signal, pause }: KeepWholeOptions,
): Promise<readonly LackingFacts[]> {
  const request = { url: keepWholeUrl(where, digest, options), method: 'POST', signal } as const;
  return untilDone(
    async (reached) => {
      const lacking: LackingFacts[] = [];
      for await (const line of readKnownLines(await ask(request), parseKeepWholeLine)) {
        if ('kept' in line) return lacking;
        if ('error' in line) throw line.error;
        if ('read' in line) onRead?.(line.read);
        if ('lacking' in line) lacking.push(line.lacking);
        if (!('progress' in line)) continue;
        onProgress(line.progress);
        reached(line.progress.bytes);
      }
      return undefined;
    },
    { signal, pause },
  );
}
