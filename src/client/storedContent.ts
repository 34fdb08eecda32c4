import {
  blobsUrl,
  type ContentChange,
  type ContentResponse,
  type CorruptItem,
  contentUrl,
  type Freed,
  type HeldBlob,
  type ParentList,
  parentsUrl,
  parseParents,
  verifyUrl,
} from '../api/index.ts';
import type { Amount, Progress } from '../oci/index.ts';
import type { Client } from './contract.ts';
import { type JobListeners, readJob } from './readLines.ts';

// Requests about stored content. Answers are not validated: they come from the worker of the same release. Times are sent as text.

type Timed<Facts> = Omit<Facts, 'storedAt' | 'usedAt'> & { readonly storedAt: string; readonly usedAt: string };

interface VerifyOptions extends JobListeners<CorruptItem, Progress<Amount>> {
  readonly signal: AbortSignal;
  /** Limits verification to this image. */
  readonly root?: string | undefined;
}

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
 * Hashes everything stored again, or everything of an image, in a dedicated worker. Reports corrupt items as they are found, and returns
 * the verified amount.
 *
 * @throws AppError of the worker; internal if the answer is cut; the signal's reason
 */
export async function verifyContent(
  { openDedicatedWorker }: Pick<Client, 'openDedicatedWorker'>,
  { signal, root, ...listeners }: VerifyOptions,
): Promise<Amount> {
  const url = root === undefined ? verifyUrl : `${verifyUrl}?root=${root}`;
  const { response, close } = await openDedicatedWorker({ url, method: 'POST', signal });
  try {
    return await readJob<CorruptItem, Amount, Progress<Amount>>(response, listeners);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    close();
  }
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
