import { createTarPacker } from 'modern-tar';

/** A file below a folder; `path` with slashes. */
export interface FolderFile {
  readonly path: string;
  readonly file: Blob;
}

const blockBytes = 512;
const endBytes = 2 * blockBytes;
const [typeOffset, fileType] = [156, '0'.charCodeAt(0)];

/** The tar that a folder would be, by reference: no file is read, and nothing is copied but headers. */
export async function folderTar(files: readonly FolderFile[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  for (const { path, file } of files) {
    const padding = (blockBytes - (file.size % blockBytes)) % blockBytes;
    parts.push(...(await headerOf(path, file.size)), file, new Uint8Array(padding));
  }
  return new Blob([...parts, new Uint8Array(endBytes)]);
}

/** The blocks of a header as the library writes it: with pax records before it where name or size need them. */
export async function headerOf(name: string, size: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const { readable, controller } = createTarPacker();
  const reader = readable.getReader();
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  const take = async () => {
    const { value = new Uint8Array(0) } = await reader.read();
    blocks.push(value);
    return value;
  };
  controller.add({ name, size, type: 'file', mtime: new Date(0) });
  const first = await take();
  if (first[typeOffset] !== fileType) {
    const records = await take();
    if (records.length % blockBytes !== 0) await take();
    await take();
  }
  controller.error(new Error('only the header is wanted'));
  return blocks;
}
