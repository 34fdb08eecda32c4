import { AppError } from '../errors/index.ts';
import type { Archive } from './archive.ts';
import { readDockerSave } from './dockerSave.ts';
import { readBlobs, readLayout } from './ociLayout.ts';
import { type ReadIndexOptions, readIndex } from './readIndex.ts';
import { readSingleDocument } from './singleDocument.ts';

/**
 * What a file holds: an OCI image layout, what `docker save` writes, both as a tar, plain or in gzip, or one document. Documents
 * are held, 32 MiB of them at most, layers never. What is refused is listed, and the rest counts.
 *
 * @throws AppError invalid_argument (unsupported) where it holds no image; unavailable where the file is gone; the signal's reason
 */
export async function readArchive(file: Blob, options: ReadIndexOptions): Promise<Archive> {
  const single = await readSingleDocument(file);
  if (single) return single;
  const index = await readIndex(file, options);
  const { listed: refused } = index.refusals;
  const content = await readBlobs(index);
  // As containerd does: docker from version 25 on writes both, and the layout says more.
  const layout = readLayout(index, content);
  if (layout && layout.length > 0) {
    return { form: 'oci', images: layout, located: content.located, refused, refusedCount: index.refusals.count };
  }
  const saved = await readDockerSave(index);
  if (saved && saved.images.length > 0) {
    return { form: 'docker', ...saved, refused, refusedCount: index.refusals.count };
  }
  const [first] = refused;
  throw new AppError('invalid_argument', 'archive names no image', {
    reason: 'unsupported',
    detail: {
      title: 'This archive holds no image',
      why: first
        ? `What would name its images is not there or is refused; the first thing refused is ${JSON.stringify(first.name)}: ${first.kind}.`
        : 'It has neither the index.json of an OCI layout nor the manifest.json of docker save, or that names none.',
      next: 'Choose an archive made by docker save, not by docker export, or a folder that is an OCI layout.',
    },
  });
}
