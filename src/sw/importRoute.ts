import type { ArchivedImage, ArchiveLine, ArchiveQuestion } from '../api/index.ts';
import { compareWithStore, type ImportStatus, importArchive, readArchive } from '../archive/index.ts';
import type { ContentStore } from '../content/index.ts';
import { type Lines, respondLines } from './respondLines.ts';

/** Maximum of foreign layers to list; the rest is counted. */
const maxForeign = 20;

/**
 * Answers POST of a file with lines of `ArchiveLine`: lists its images or imports them. `file` is the body if it came by message,
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
  return respondLines(request, now, async (lines, signal) => {
    if (question.isList) return listImages(store, source, lines, signal);
    const { images: asked, ifRefused } = question;
    const { images, refused, refusedCount, stored } = await importArchive(source, store, {
      selected: asked && new Set(asked),
      ifRefused,
      onProgress: (progress) => lines.progress({ state: 'read', ...progress }),
      signal,
    });
    const digests = images.map(({ digest }) => digest);
    tell(lines, { state: 'imported', images: digests, stored: stored.length, refused, refusedCount });
  });
}

async function listImages(store: ContentStore, file: Blob, lines: Lines, signal: AbortSignal): Promise<void> {
  const archive = await readArchive(file, {
    onProgress: (progress) => lines.progress({ state: 'read', ...progress }),
    signal,
  });
  const images = (await compareWithStore(archive, store)).map(describe);
  const { form, refused, refusedCount } = archive;
  tell(lines, { state: 'listed', form, images, refused, refusedCount });
}

function describe({ image, stored, missing, broken }: ImportStatus): ArchivedImage {
  const { digest, mediaType, names, platforms, isSynthesized, needs, unchecked } = image;
  let bytes = 0;
  for (const size of needs.values()) bytes += size ?? 0;
  const figures = { bytes, count: needs.size, here: stored.size, missing: missing.length };
  const layers = { foreign: [...image.foreign].slice(0, maxForeign), foreignCount: image.foreign.size, unchecked };
  return { digest, mediaType, names, platforms, isSynthesized, ...figures, ...layers, ...(broken && { broken }) };
}

function tell(lines: Lines, line: ArchiveLine): void {
  lines.tell(line);
}
