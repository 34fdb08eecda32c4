import {
  blobsUrl,
  type ContentChange,
  type ContentResponse,
  contentUrl,
  type Freed,
  type HeldBlob,
  type ParentList,
  parentsUrl,
  parseError,
  parseParents,
  type VerifyStep,
  verifyUrl,
} from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Client } from './contract.ts';
import { readLines } from './readLines.ts';

// Requests about stored content. Answers are not validated: they come from the worker of the same release. Times are sent as text.

type Timed<Facts> = Omit<Facts, 'storedAt' | 'usedAt'> & { readonly storedAt: string; readonly usedAt: string };

/** Returns the stored content by image; no registry is asked. */
export async function readContent({ ask }: Pick<Client, 'ask'>, signal?: AbortSignal): Promise<ContentResponse> {
  const { images, ...facts } = await (await ask({ url: contentUrl, signal })).json();
  return { ...facts, images: images.map(readTimes) };
}

/** Returns all stored blobs, which may be tens of thousands. */
export async function readBlobs({ ask }: Pick<Client, 'ask'>, signal?: AbortSignal): Promise<readonly HeldBlob[]> {
  const { blobs }: { readonly blobs: readonly (Timed<HeldBlob> & { readonly corruptAt?: string })[] } = await (
    await ask({ url: blobsUrl, signal })
  ).json();
  return blobs.map(({ corruptAt, ...blob }) => ({
    ...readTimes(blob),
    ...(corruptAt === undefined ? {} : { corruptAt: new Date(corruptAt) }),
  }));
}

/** Deletes, evicts or clears content, or sets the limit; returns the removed content. */
export async function changeContent({ ask }: Pick<Client, 'ask'>, change: ContentChange): Promise<Freed> {
  return (await ask({ url: contentUrl, method: 'POST', body: JSON.stringify(change) })).json();
}

/**
 * Hashes everything stored again, or everything of an image, in a dedicated worker that ends with the generator. Steps come
 * as they are reported, `done` last.
 *
 * @throws AppError of the worker; internal if the answer is cut or has no steps; cancelled
 */
export async function* verifyContent(
  { openDedicatedWorker }: Pick<Client, 'openDedicatedWorker'>,
  { signal, root }: { readonly signal: AbortSignal; readonly root?: string | undefined },
): AsyncGenerator<VerifyStep> {
  const url = root === undefined ? verifyUrl : `${verifyUrl}?root=${root}`;
  const { response, close } = await openDedicatedWorker({ url, method: 'POST', signal });
  try {
    for await (const line of readLines(response)) {
      const step = readStep(line);
      yield step;
      if (step.state === 'done') return;
    }
    throw new AppError('internal', 'the check ended before it was done', { reason: 'internal' });
  } finally {
    close();
  }
}

const states: ReadonlySet<unknown> = new Set<VerifyStep['state']>(['read', 'healed', 'corrupt', 'done']);

/** Parses a step. @throws AppError the one in the line; internal if the line is invalid */
function readStep(line: string): VerifyStep {
  const step = readJson(line);
  if (states.has(step?.state)) return step;
  throw parseError(step?.error) ?? noStep(line);
}

function readJson(line: string) {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw noStep(line, cause);
  }
}

function noStep(line: string, cause?: unknown): AppError {
  return new AppError('internal', `${JSON.stringify(line.slice(0, 100))} is not a line of a verification`, {
    reason: 'internal',
    cause,
  });
}

function readTimes<Facts extends { readonly storedAt: string; readonly usedAt: string }>(facts: Facts) {
  return { ...facts, storedAt: new Date(facts.storedAt), usedAt: new Date(facts.usedAt) };
}

/** Returns the stored manifests that point to a digest, at most 200, newest first; no registry is asked. */
export async function readParents(
  { ask }: Pick<Client, 'ask'>,
  digest: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ParentList> {
  return parseParents(await (await ask({ url: parentsUrl(digest), signal: options.signal })).json());
}
