import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { folderTar, headerOf } from './folderTar.ts';

const encoded = 'ab'.repeat(64);

describe('the tar of a folder', () => {
  it('has all files, with names of any length, and the end blocks', async () => {
    const files = [
      { path: 'index.json', file: new Blob(['{}']) },
      { path: `blobs/sha512/${encoded}`, file: new Blob(['x'.repeat(1024)]) },
      { path: `blobs/${'ü/'.repeat(120)}file`, file: new Blob([]) },
      { path: 'oci-layout', file: new Blob(['y'.repeat(511)]) },
    ];
    const tar = await folderTar(files);
    expect(tar.size % 512).toBe(0);
    const entries = await unpackTar(new Uint8Array(await tar.arrayBuffer()), { strict: true });
    const read = entries.map(({ header, data }) => [header.name, new TextDecoder().decode(data)]);
    expect(read).toEqual(await Promise.all(files.map(async ({ path, file }) => [path, await file.text()])));
  });

  it('has the size of a file that exceeds the size field of a header', async () => {
    const size = 9 * 2 ** 30;
    const header = new Uint8Array(await new Blob([...(await headerOf('layer.tar', size))]).arrayBuffer());
    const sizes: number[] = [];
    const filter = (read: { readonly size: number }) => {
      sizes.push(read.size);
      return false;
    };
    // The content that should follow the header is missing.
    await expect(unpackTar(header, { strict: true, filter })).rejects.toThrow();
    expect(sizes).toEqual([size]);
  });
});
