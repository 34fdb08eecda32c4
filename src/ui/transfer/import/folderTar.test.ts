import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { folderTar, headerOf } from './folderTar.ts';

const encoded = 'ab'.repeat(64);

describe('the tar of a folder', () => {
  it('has each file whole, by names of any length, and its end', async () => {
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

  it('says the size of a file that is larger than a header has room for', async () => {
    const size = 9 * 2 ** 30;
    const header = new Uint8Array(await new Blob([...(await headerOf('layer.tar', size))]).arrayBuffer());
    const sizes: number[] = [];
    const filter = (read: { readonly size: number }) => {
      sizes.push(read.size);
      return false;
    };
    // What follows the header is not there.
    await expect(unpackTar(header, { strict: true, filter })).rejects.toThrow();
    expect(sizes).toEqual([size]);
  });
});
