import type { ArchivedImage, ArchiveQuestion, ArchiveResponse, ImportResponse } from '../api/index.ts';
import {
  compareWithStore,
  type ImportStatus,
  importArchive,
  type ReadIndexOptions,
  readArchive,
} from '../archive/index.ts';
import type { ContentStore } from '../content/index.ts';
import type { ImportProgress } from '../oci/index.ts';
import { type Lines, respondLines } from './respondLines.ts';

/** Maximum of foreign layers to list; the rest is counted. */
const maxForeign = 20;

/**
 * Answers POST of a file with lines of `JobLine`: lists its images or imports them. `file` is the body if it came by message,
 * without a copy; some browsers copy the body of a request. Cancelling the request or its answer stops the work.
 */
export async function answerImport(
  store: ContentStore,
  request: Request,
  file: Blob | undefined,
  question: ArchiveQuestion,
  now: () => number,
): Promise<Response> {
  const source = file ?? (await request.blob());
  return respondLines(request, now, async ({ progress: onProgress }: Lines<never, ImportProgress>, signal) => {
    if (question.isList) return listImages(store, source, { onProgress, signal });
    const { images: asked, ifRefused } = question;
    const { images, refused, refusedCount, stored } = await importArchive(source, store, {
      selected: asked && new Set(asked),
      ifRefused,
      onProgress,
      signal,
    });
    const digests = images.map(({ digest }) => digest);
    return { images: digests, stored: stored.length, refused, refusedCount } satisfies ImportResponse;
  });
}

async function listImages(store: ContentStore, file: Blob, options: ReadIndexOptions): Promise<ArchiveResponse> {
  const archive = await readArchive(file, options);
  const images = (await compareWithStore(archive, store)).map(describe);
  const { form, refused, refusedCount } = archive;
  return { form, images, refused, refusedCount };
}

function describe({ image, stored, missing, broken }: ImportStatus): ArchivedImage {
  const { digest, mediaType, names, platforms, isSynthesized, needs, unchecked } = image;
  let bytes = 0;
  for (const size of needs.values()) bytes += size ?? 0;
  const figures = { bytes, count: needs.size, here: stored.size, missing: missing.length };
  const layers = { foreign: [...image.foreign].slice(0, maxForeign), foreignCount: image.foreign.size, unchecked };
  return { digest, mediaType, names, platforms, isSynthesized, ...figures, ...layers, ...(broken && { broken }) };
}
