import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import { importAll, proveStore } from '../testing/suites/importSuite.ts';

const folder = join(import.meta.dirname, '../../../shared/cases/archives');
const hasCases = existsSync(folder);
if (!hasCases) console.info(`archives from the field are not run: ${folder} is not there`);

describe.runIf(hasCases)('an archive from the field', () => {
  it.each(['docker-archive-gzip-layers-under-blobs.tar', 'layout-with-leading-slashes.cnb'])(
    '%s is imported',
    async (name) => {
      const store = createMemoryStore();
      const imported = await importAll(store, await bytesOf(name), { ifRefused: 'nothing' });
      expect([imported.images.length, imported.refused]).toEqual([1, []]);
      expect((await proveStore(store, imported)).size).toBe(3);
    },
  );

  it.each([
    ['docker-archive-empty-layer-name.tar', 'manifest.json', /layer 1 of 2 .* diffID sha256:/],
    ['docker-archive-config-without-rootfs.tar', /^ca5d0aa2.*\.json$/, /no rootfs\.diff_ids/],
  ])('%s is refused with the file at fault', async (file, name, detail) => {
    const { images, refused } = await importAll(createMemoryStore(), await bytesOf(file));
    expect(images).toEqual([]);
    expect(refused).toMatchObject([{ name: expect.stringMatching(name), detail: expect.stringMatching(detail) }]);
  });
});

async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(join(folder, name)));
}
