import { AppError } from '../../../errors/index.ts';
import { importMessages } from '../../messages/imports.ts';
import type { Incoming } from '../../state/incoming.ts';
import { type FolderFile, folderTar } from './folderTar.ts';

/** A file to import: an archive, a manifest or config, or a folder as a tar. */
export interface Source {
  readonly name: string;
  readonly file: Blob;
  /** Number of further files, which are ignored. */
  readonly others: number;
}

const maxFiles = 20_000;
/** Matches the files in the root folder of an OCI layout or an unpacked `docker save` archive. */
const rootFile = /^(?:index\.json|manifest\.json|oci-layout)$/;

/** Returns dropped or chosen items as one source; undefined if there is nothing. @throws AppError resource_exhausted for a folder of too many files */
export async function readSource(items: Incoming): Promise<Source | undefined> {
  const [first] = items;
  if (first === undefined) return undefined;
  const isRoot = items.some(({ name }) => rootFile.test(name)) && items.length > 1;
  if (!isRoot && !isFolder(first)) {
    const file = first instanceof File ? first : await fileOf(first);
    return { name: file.name, file, others: items.length - 1 };
  }
  const files: FolderFile[] = [];
  if (isRoot) for (const item of items) await walk(item, '', files);
  else if (isFolder(first)) for (const entry of await entriesOf(first)) await walk(entry, '', files);
  return { name: isRoot ? 'folder' : first.name, file: await folderTar(files), others: isRoot ? 0 : items.length - 1 };
}

/** Returns the files of a folder picker as one source. @throws AppError resource_exhausted for too many files */
export async function readPickedFolder(picked: readonly File[]): Promise<Source | undefined> {
  const [first] = picked;
  if (first === undefined) return undefined;
  if (picked.length > maxFiles) throw tooMany();
  const [root = ''] = first.webkitRelativePath.split('/', 1);
  const files = picked.map((file) => ({ path: file.webkitRelativePath.slice(root.length + 1) || file.name, file }));
  return { name: root, file: await folderTar(files), others: 0 };
}

async function walk(item: File | FileSystemEntry, folder: string, files: FolderFile[]): Promise<void> {
  const path = `${folder}${item.name}`;
  if (item instanceof File) files.push({ path, file: item });
  else if (isFolder(item)) for (const entry of await entriesOf(item)) await walk(entry, `${path}/`, files);
  else files.push({ path, file: await fileOf(item) });
  if (files.length > maxFiles) throw tooMany();
}

function isFolder(item: File | FileSystemEntry): item is FileSystemDirectoryEntry {
  return !(item instanceof File) && item.isDirectory;
}

function isFile(item: FileSystemEntry): item is FileSystemFileEntry {
  return item.isFile;
}

function fileOf(entry: FileSystemEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    if (isFile(entry)) entry.file(resolve, reject);
    else reject(new AppError('invalid_argument', `"${entry.name}" is not a file`, { reason: 'unsupported' }));
  });
}

/** Lists a folder. Chromium's reader returns up to 100 entries per call, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
    if (all.length > maxFiles) throw tooMany();
  }
}

function tooMany(): AppError {
  return new AppError('resource_exhausted', `folder has more than ${maxFiles} files`, {
    reason: 'too_large',
    detail: importMessages.tooManyFiles(maxFiles),
  });
}
