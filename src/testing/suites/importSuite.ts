import { expect } from 'vitest';
import { type IfRefused, type Imported, type ImportOptions, importArchive } from '../../archive/index.ts';
import type { ContentStore } from '../../content/index.ts';
import { AppError } from '../../errors/index.ts';
import { type Digest, digestAlgorithm, digestBytes } from '../../oci/index.ts';

/** Imports everything in a file, or the selected images. */
export function importAll(
  store: ContentStore,
  file: Blob | Uint8Array<ArrayBuffer>,
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  const {
    ifRefused = 'keep',
    selected: wanted,
    signal = new AbortController().signal,
    onProgress = () => undefined,
  } = options;
  return importArchive(file instanceof Blob ? file : new Blob([file]), store, {
    ifRefused,
    selected: wanted,
    signal,
    onProgress,
  });
}

/** For any file, an import ends with its result or an AppError; undefined for the latter. */
export async function importHostile(
  store: ContentStore,
  file: Uint8Array<ArrayBuffer>,
  options: { readonly ifRefused?: IfRefused } = {},
): Promise<Imported | undefined> {
  try {
    return await importAll(store, file, options);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return undefined;
  }
}

/** Checks that everything stored matches its digest, and that each imported image is stored with all it reaches. */
export async function proveStore(store: ContentStore, imported: Imported | undefined): Promise<ReadonlySet<Digest>> {
  const digests = new Set<Digest>();
  await store.walk(({ digest }) => void digests.add(digest));
  for (const digest of digests) {
    const reader = await store.readerAt({ digest });
    expect(await digestBytes(digestAlgorithm(digest), await reader.readAt(0, reader.size))).toBe(digest);
    await reader.close();
  }
  for (const { needs, digest } of imported?.images ?? []) {
    expect(digests.has(digest)).toBe(true);
    if (imported?.refusedCount) expect([...needs.keys()].filter((need) => !digests.has(need))).toEqual([]);
  }
  return digests;
}
