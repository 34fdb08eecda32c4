import { safetyHeaders } from '../api/index.ts';
import type { ContentStore } from '../content/index.ts';
import { AppError, hasCode } from '../errors/index.ts';
import type { Library } from '../library/index.ts';
import type { Digest } from '../oci/index.ts';
import { readJson } from './requestBody.ts';
import type { RequestLog } from './requestLog.ts';
import { respondJson } from './respond.ts';

/**
 * Answers with the digests of the body (a JSON array, at most 10,000) that are stored: `{"present":[…]}`; none if the store is in
 * memory.
 */
export async function answerPresent(store: ContentStore, request: Request, isVolatile = false): Promise<Response> {
  const digests = await readDigests(request);
  if (isVolatile) return respondJson({ present: [] }, safetyHeaders);
  const found = await Promise.all(digests.map((digest) => isStored(store, digest)));
  return respondJson({ present: digests.filter((_, index) => found[index]) }, safetyHeaders);
}

/**
 * Answers with the stored manifests that point to a digest, newest first:
 * `{"parents":[{"digest","size","repositories":[{"host","name"}],"tags":[{"host","name","tag","platform"?}],"seenAt",
 * "mediaType"?,"artifactType"?,"path"?,"count"?,"platform"?}],"more"}`.
 */
export async function answerParents(library: Library, digest: Digest): Promise<Response> {
  return respondJson(await library.parents(digest), safetyHeaders);
}

/** Answers with the origin's `{"usedBytes","quotaBytes"}`, or `{}` if the browser does not report them. */
export async function answerStorage(estimate: (() => Promise<StorageEstimate>) | undefined): Promise<Response> {
  const { usage, quota } = (await estimate?.()) ?? {};
  return respondJson(
    usage === undefined || quota === undefined ? {} : { usedBytes: usage, quotaBytes: quota },
    safetyHeaders,
  );
}

/** Answers with the log, `{"entries":[…]}`, newest first. */
export async function answerLog(book: RequestLog): Promise<Response> {
  return respondJson({ entries: await book.entries() }, safetyHeaders);
}

async function readDigests(request: Request): Promise<string[]> {
  const body = request.method === 'POST' ? await readJson(request) : undefined;
  if (!Array.isArray(body) || body.length > 10_000 || !body.every((item) => typeof item === 'string')) {
    throw new AppError('invalid_argument', 'body must be a JSON array of at most 10,000 digests', {
      reason: 'unsupported',
    });
  }
  return body;
}

async function isStored(store: ContentStore, digest: string): Promise<boolean> {
  try {
    await store.info(digest);
    return true;
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'invalid_argument')) return false;
    throw error;
  }
}
