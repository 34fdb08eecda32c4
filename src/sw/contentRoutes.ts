import {
  type ContentResponse,
  type CorruptItem,
  type Freed,
  type HeldBlob,
  parseContentChange,
  parseRoots,
  safetyHeaders,
} from '../api/index.ts';
import type { Log } from '../distribution/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Library } from '../library/index.ts';
import { type Amount, type Progress, parseDigest } from '../oci/index.ts';
import { readJson } from './requestBody.ts';
import { respondJson } from './respond.ts';
import { type Lines, respondLines } from './respondLines.ts';
import type { StorageSettings } from './storageSettings.ts';

interface ContentOptions {
  readonly open: () => Promise<{ readonly library: Library; readonly isVolatile?: boolean }>;
  readonly storageSettings: StorageSettings;
  readonly log: Log;
  readonly reset?: (() => Promise<void>) | undefined;
}

/** Answers GET with `ContentResponse`, and POST of a `ContentChange` with the removed content, `Freed`. */
export async function answerContent(options: ContentOptions, request: Request): Promise<Response> {
  if (request.method === 'POST') return respondJson(await change(options, request), safetyHeaders);
  const { open, storageSettings } = options;
  const { library, isVolatile = false } = await open();
  const [inventory, limitBytes, ownBytes] = await Promise.all([
    library.images(),
    storageSettings.limitBytes(),
    storageSettings.ownLimitBytes(),
  ]);
  const facts = {
    ...inventory,
    ...(limitBytes === undefined ? {} : { limitBytes }),
    isOwnLimit: ownBytes !== undefined,
    ...(isVolatile ? { isVolatile } : {}),
  };
  return respondJson(facts satisfies ContentResponse, safetyHeaders);
}

/** Answers with all blobs, `{"blobs":HeldBlob[]}`, by digest. */
export async function answerBlobs(library: Library): Promise<Response> {
  const blobs: readonly HeldBlob[] = await library.blobs();
  return respondJson({ blobs }, safetyHeaders);
}

/**
 * Answers with lines of a job until all content, or that of the image `root` in the query, is verified; stops on cancel. The items are
 * corrupt content, the result is the verified amount.
 */
export async function answerVerify(library: Library, request: Request, now: () => number): Promise<Response> {
  const root = new URL(request.url).searchParams.get('root');
  const digest = root === null ? undefined : parseDigest(root);
  return respondLines(request, now, async (lines: Lines<CorruptItem, Progress<Amount>>, signal) => {
    let verified: Amount = { count: 0, bytes: 0 };
    for await (const { progress, corrupt } of library.verify(signal, digest)) {
      if (corrupt) lines.item(corrupt);
      lines.progress(progress);
      verified = progress.done;
    }
    return verified;
  });
}

/** Stores which images are pinned and recent, until the page reports others. */
export async function answerRoots(settings: StorageSettings, request: Request): Promise<Response> {
  await settings.setRoots(parseRoots(await readJson(request)));
  return respondJson({}, safetyHeaders);
}

async function change(options: ContentOptions, request: Request): Promise<Freed> {
  const asked = parseContentChange(await readJson(request));
  if ('clear' in asked) return clear(options);
  const { library } = await options.open();
  if ('delete' in asked) return library.delete(asked.delete.map(parseDigest));
  if ('evictBytes' in asked) return library.evict(asked.evictBytes, asked);
  if ('dropFaults' in asked) return { count: await library.dropFaults(), bytes: 0 };
  await options.storageSettings.setOwnLimitBytes(asked.limitBytes ?? undefined);
  return library.enforceLimit();
}

/** Deletes the whole store if its records cannot be. A newer release's store is left to that release. */
async function clear({ open, log, reset }: ContentOptions): Promise<Freed> {
  try {
    return await (await open()).library.clear();
  } catch (error) {
    if (!reset || hasCode(error, 'failed_precondition')) throw error;
    log.warn('Stored content cannot be cleared: its database is deleted', { error });
    await reset();
    return { count: 0, bytes: 0 };
  }
}
