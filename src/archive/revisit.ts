import { entryName } from './entryName.ts';
import { openTar } from './openTar.ts';
import type { ReadIndexOptions } from './readIndex.ts';
import { asFault, faultOf } from './refusal.ts';
import type { TarEntry } from './tarEntry.ts';

export interface RevisitOptions extends ReadIndexOptions {
  /** Normalized names of the files to open. */
  readonly names: ReadonlySet<string>;
  readonly take: (name: string, entry: TarEntry) => Promise<void>;
}

/**
 * Opens entries of an archive a second time, in archive order, because `manifest.json` determines what they are. A plain
 * tar is read at these entries only; one in gzip is unpacked again. Ends early if the archive does.
 * @throws AppError unavailable if the file is deleted or changed; the signal's reason; errors of `take` that are not faults
 * of the archive
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
      onProgress({ done: entry.contentAt ?? fileBytes, total: file.size, entry: name, entries, images: 0 });
      await take(name, entry);
      if (ahead.size === 0) return;
    }
  } catch (error) {
    const known = asFault(error, last);
    // It was refused the first time.
    if (!faultOf(known)) throw known;
  }
}
