import type { ArchivedImage, ArchiveLine, ArchiveQuestion } from '../api/index.ts';
import { compareWithStore, type ImportStatus, importArchive, readArchive } from '../archive/index.ts';
import type { ContentStore } from '../content/index.ts';
import { AppError } from '../errors/index.ts';
import { type Lines, respondLines } from './lines.ts';

/** Named in a list; the rest is counted. */
const maxForeign = 20;

/**
 * POST of a file: says in lines of JSON, `ArchiveLine`, what is in it, or imports its images. `file` is the body where it came by
 * a message, which copies nothing; a request's own body is a copy in some browsers. Who ends the request or its answer stops it.
 */
export async function answerImport(
  store: ContentStore,
  request: Request,
  file: Blob | undefined,
  question: ArchiveQuestion,
  now: () => number,
): Promise<Response> {
  if (request.method !== 'POST') {
    throw new AppError('not_implemented', `"${request.method}" imports nothing: POST does`, { reason: 'unsupported' });
  }
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
