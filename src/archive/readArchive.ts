import { AppError } from '../errors/index.ts';
import type { Archive } from './archive.ts';
import { readDockerSave } from './dockerSave.ts';
import { readBlobs, readLayout } from './ociLayout.ts';
import { type ArchiveIndex, type ReadIndexOptions, readIndex } from './readIndex.ts';
import { type RevisitOptions, revisit } from './revisit.ts';
import { readSingleDocument } from './singleDocument.ts';

/**
 * Reads a file: an OCI image layout or the output of `docker save`, as a tar, plain or in gzip, or a single document.
 * Documents are held in memory, up to 64 MiB; layers never. Refusals are listed, and the rest is used.
 * @throws AppError invalid_argument (unsupported) if it has no image; unavailable if the file is deleted or changed; the
 * signal's reason
 */
export async function readArchive(file: Blob, options: ReadIndexOptions): Promise<Archive> {
  const single = await readSingleDocument(file);
  if (single) return single;
  const index = await readIndex(file, options);
  const { listed: refused } = index.refusals;
  const content = await readBlobs(index);
  // As in containerd: docker since version 25 writes both, and the layout says more.
  const layout = readLayout(index, content);
  if (layout && layout.length > 0) {
    return { form: 'oci', images: layout, located: content.located, refused, refusedCount: index.refusals.count };
  }
  const revisitFile = (which: Pick<RevisitOptions, 'names' | 'take'>) => revisit(file, { ...options, ...which });
  const saved = await readDockerSave(index, revisitFile, options.signal);
  if (saved && saved.images.length > 0) {
    return { form: 'docker', ...saved, refused, refusedCount: index.refusals.count };
  }
  throw new AppError('invalid_argument', 'archive names no image', {
    reason: 'unsupported',
    detail: {
      title: 'No image found in this archive',
      ...whyNone(index),
      refused: refused.slice(0, maxReported),
      refusedCount: index.refusals.count,
    },
  });
}

/** Number of refusals in the error. */
const maxReported = 20;

function whyNone({ files, refusals }: ArchiveIndex): { readonly why: string; readonly next: string } {
  const names = [...files.keys()];
  const nested = names.find((name) => /^[^/]+\/(?:index|manifest)\.json$/.test(name) && !name.startsWith('blobs/'));
  const listsImages = files.has('index.json') || files.has('manifest.json');
  if (!listsImages && files.has('repositories')) {
    return {
      why: 'It has repositories and no manifest.json: docker save before version 1.10 wrote it, which is not supported.',
      next: 'Load it with Docker and save the image again.',
    };
  }
  if (!listsImages && nested !== undefined) {
    const folder = nested.slice(0, nested.indexOf('/'));
    return {
      why: `Its ${nested} is in a folder, and is expected at the root.`,
      next: `Archive what is in the folder, not the folder: tar -C ${folder} -cf image.tar .`,
    };
  }
  if (listsImages || refusals.count > 0) {
    return {
      why: listsImages
        ? 'Its index.json or manifest.json lists no image that can be read.'
        : 'It has neither index.json nor manifest.json among the entries that can be read.',
      next: 'See what was refused below, then save the image again.',
    };
  }
  return {
    why: 'It has neither the index.json of an OCI layout nor the manifest.json of docker save.',
    next: 'Choose an archive made by docker save, not by docker export, or a folder that is an OCI layout.',
  };
}
