import { AppError } from '../../../errors/index.ts';
import type { Incoming } from '../../state/incoming.ts';
import { type FolderFile, folderTar } from './folderTar.ts';

/** A file to import: an archive, a document, or a folder as the archive that it would be. */
export interface Source {
  readonly name: string;
  readonly file: Blob;
  /** What came with it and is not taken: one is read at a time. */
  readonly others: number;
}

const maxFiles = 20_000;
/** What the root of an image layout, or of an unpacked `docker save`, has. */
const rootFile = /^(?:index\.json|manifest\.json|oci-layout)$/;

/** What came in as one file. Undefined where nothing did. @throws AppError resource_exhausted for a folder of too many files */
export async function readSource(things: Incoming): Promise<Source | undefined> {
  const [first] = things;
  if (first === undefined) return undefined;
  const isRoot = things.some(({ name }) => rootFile.test(name)) && things.length > 1;
  if (!isRoot && !isFolder(first)) {
    const file = first instanceof File ? first : await fileOf(first);
    return { name: file.name, file, others: things.length - 1 };
  }
  const files: FolderFile[] = [];
  if (isRoot) for (const thing of things) await walk(thing, '', files);
  else if (isFolder(first)) for (const entry of await entriesOf(first)) await walk(entry, '', files);
  return { name: isRoot ? 'folder' : first.name, file: await folderTar(files), others: isRoot ? 0 : things.length - 1 };
}

/** What was picked as a folder: files that know where they were in it. */
export async function readPickedFolder(picked: readonly File[]): Promise<Source | undefined> {
  const [first] = picked;
  if (first === undefined) return undefined;
  if (picked.length > maxFiles) throw tooMany();
  const [root = ''] = first.webkitRelativePath.split('/', 1);
  const files = picked.map((file) => ({ path: file.webkitRelativePath.slice(root.length + 1) || file.name, file }));
  return { name: root, file: await folderTar(files), others: 0 };
}

async function walk(thing: File | FileSystemEntry, folder: string, files: FolderFile[]): Promise<void> {
  const path = `${folder}${thing.name}`;
  if (thing instanceof File) files.push({ path, file: thing });
  else if (isFolder(thing)) for (const entry of await entriesOf(thing)) await walk(entry, `${path}/`, files);
  else files.push({ path, file: await fileOf(thing) });
  if (files.length > maxFiles) throw tooMany();
}

function isFolder(thing: File | FileSystemEntry): thing is FileSystemDirectoryEntry {
  return !(thing instanceof File) && thing.isDirectory;
}

function isFile(thing: FileSystemEntry): thing is FileSystemFileEntry {
  return thing.isFile;
}

function fileOf(entry: FileSystemEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    if (isFile(entry)) entry.file(resolve, reject);
    else reject(new AppError('invalid_argument', `"${entry.name}" is no file`, { reason: 'unsupported' }));
  });
}

/** A reader gives a hundred at a time, and none at the end. */
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
    detail: {
      title: 'This folder has too many files',
      why: 'An image layout has a file for each document and layer; folders of more than 20,000 files are not read.',
      next: 'Choose the folder that has index.json and blobs in it.',
    },
  });
}
