import { isAppError } from '../errors/index.ts';
import { type JsonDocument, maxManifestBytes, parseJson } from '../oci/index.ts';
import { type ArchiveIndex, fileNamed } from './readIndex.ts';

/** An image in the `manifest.json` of `docker save`, with names of files in the archive. */
export interface SavedImage {
  readonly config: string;
  readonly names: readonly string[];
  /** '' for a value that is not the name of a file. */
  readonly layers: readonly string[];
}

/** Reads `manifest.json`; undefined if it is missing or refused. An image without a config is refused alone. */
export function readSavedImages(index: ArchiveIndex): readonly SavedImage[] | undefined {
  const { documents, files, refusals } = index;
  const file = fileNamed(index, 'manifest.json');
  // A file that is too large was refused when it was met.
  if (file === undefined || (files.get(file)?.size ?? 0) > maxManifestBytes) return undefined;
  const refuse = (why: string) => void refusals.add('unreadable', 'manifest.json', why);
  const bytes = documents.get(file);
  if (!bytes) return refuse('it is not JSON');
  try {
    const document = parseJson(bytes);
    if (document.kind(0) !== 'array') return refuse(`it is not a list of images but ${document.kind(0)}`);
    return [...document.elements(0)].flatMap((row, at) => {
      const config = textOf(document, document.member(row, 'Config'));
      if (config === '') {
        refuse(`image ${at + 1} in it has no Config`);
        return [];
      }
      const names = textsOf(document, document.member(row, 'RepoTags')).filter((name) => name !== '');
      return [{ config, names, layers: textsOf(document, document.member(row, 'Layers')) }];
    });
  } catch (error) {
    if (isAppError(error)) return refuse(error.message);
    throw error;
  }
}

function textsOf(document: JsonDocument, row: number | undefined): readonly string[] {
  return row === undefined ? [] : [...document.elements(row)].map((element) => textOf(document, element));
}

function textOf(document: JsonDocument, row: number | undefined): string {
  return row !== undefined && document.kind(row) === 'string' ? document.string(row) : '';
}
