import { entryName } from './entryName.ts';
import { openTar } from './openTar.ts';
import type { ReadIndexOptions } from './readIndex.ts';
import { asFault, faultOf } from './refusal.ts';
import type { TarEntry } from './tarEntry.ts';

export interface RevisitOptions extends ReadIndexOptions {
  /** Files of the archive, by their normalized names. */
  readonly names: ReadonlySet<string>;
  readonly take: (name: string, entry: TarEntry) => Promise<void>;
}

/**
 * Opens entries of an archive a second time, in archive order: what they mean is known only when `manifest.json` was read. A plain
 * tar is read at these entries only; one in gzip is unpacked again. Ends early where the archive does.
 *
 * @throws AppError unavailable where the file is gone; the signal's reason; whatever `take` throws that is no fault of the archive
 */
export async function revisit(file: Blob, { names, take, onProgress, signal }: RevisitOptions): Promise<void> {
  const ahead = new Set(names);
  if (ahead.size === 0) return;
  let [fileBytes, entries, last] = [0, 0, ''];
  try {
    for await (const entry of openTar(file, (bytes) => (fileBytes = bytes))) {
      signal.throwIfAborted();
      last = entry.name;
      entries++;
      const name = entryName(entry.name) ?? '';
      if (entry.kind !== 'file' || entry.isSparse || !ahead.delete(name)) continue;
      onProgress({ bytes: entry.contentAt ?? fileBytes, total: file.size, entry: name, entries, images: 0 });
      await take(name, entry);
      if (ahead.size === 0) return;
    }
  } catch (error) {
    const known = asFault(error, last);
    // It was refused the first time.
    if (!faultOf(known)) throw known;
  }
}
