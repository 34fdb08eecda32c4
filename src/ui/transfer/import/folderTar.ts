import { createTarPacker } from 'modern-tar';
import { chunksOf } from '../../../oci/index.ts';

/** A file of a folder. `path` is relative to the folder, with slashes. */
export interface FolderFile {
  readonly path: string;
  readonly file: Blob;
}

const blockBytes = 512;
const endBytes = 2 * blockBytes;
const [typeOffset, fileType] = [156, '0'.charCodeAt(0)];

/** Returns a folder as a tar blob. The blob refers to the files: no file is read, and only headers are copied. */
export async function folderTar(files: readonly FolderFile[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  for (const { path, file } of files) {
    const padding = (blockBytes - (file.size % blockBytes)) % blockBytes;
    parts.push(...(await headerOf(path, file.size)), file, new Uint8Array(padding));
  }
  return new Blob([...parts, new Uint8Array(endBytes)]);
}

/** Returns the header blocks of a file, with preceding pax records if the name or the size needs them. */
export async function headerOf(name: string, size: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const { readable, controller } = createTarPacker();
  const packed = chunksOf(readable);
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  const readBlock = async () => {
    const next = await packed.next();
    const block = next.done ? new Uint8Array(0) : new Uint8Array(next.value);
    blocks.push(block);
    return block;
  };
  controller.add({ name, size, type: 'file', mtime: new Date(0) });
  const first = await readBlock();
  if (first[typeOffset] !== fileType) {
    const records = await readBlock();
    if (records.length % blockBytes !== 0) await readBlock();
    await readBlock();
  }
  controller.error(new Error('only the header is needed'));
  return blocks;
}
