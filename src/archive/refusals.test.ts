import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mediaTypes } from '../oci/index.ts';
import { layoutEntries, type MadeEntry, makeImage, makeTar } from '../testing/fixtures/archiveFixture.ts';
import { entryName, nameFault } from './entryName.ts';
import { readArchive } from './index.ts';

const hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const file = (name: string, content: Uint8Array | string = 'x'): MadeEntry => ({ name, content });
const json = (value: unknown) => JSON.stringify(value);
const layer = await makeTar([file('a')]);
const diffId = `sha256:${hex(layer)}`;
const config = json({ os: 'linux', rootfs: { diff_ids: [diffId] } });
const saved = (row: object, ...entries: readonly MadeEntry[]) => [
  ...entries,
  file('manifest.json', json([{ Config: 'c.json', RepoTags: ['app:1'], Layers: ['l.tar'], ...row }])),
];
const large = new Uint8Array(4 * 2 ** 20 + 1);
const at = `layer 1 of 1 of app:1, diffID ${diffId}`;
const good = await makeImage(layer);
const manifest = (layers: readonly object[]) =>
  json({
    ...{ schemaVersion: 2, mediaType: mediaTypes.ociManifest },
    ...{
      config: { mediaType: mediaTypes.ociConfig, digest: good.config, size: good.entries[1]?.content?.length },
      layers,
    },
  });
const layoutOf = (text: string, size = text.length) => [
  ...[...good.entries.slice(0, 2), file(`blobs/sha256/${hex(text)}`, text)],
  ...layoutEntries([{ digest: `sha256:${hex(text)}`, size }]),
];
const badDigest = manifest([{ mediaType: 'x', digest: 'sha256:short', size: 1 }]);
const badSize = manifest([{ mediaType: 'x', digest: good.layer, size: 7 }]);

type Told = readonly [kind: string, name: string, detail: string];
const cases: readonly (readonly [symptom: string, entries: readonly MadeEntry[], ...told: Told[]])[] = [
  [
    'an empty layer name is a fault of manifest.json',
    saved(
      { Layers: ['', 'l.tar'] },
      file('c.json', json({ rootfs: { diff_ids: [diffId, diffId] } })),
      file('l.tar', layer),
    ),
    ['unreadable', 'manifest.json', `it names no file for layer 1 of 2 of app:1, diffID ${diffId}`],
  ],
  ['a missing layer', saved({}, file('c.json', config)), ['missing', 'l.tar', `it is ${at}`]],
  [
    'a config without rootfs',
    saved({}, file('c.json', '{"os":"linux"}'), file('l.tar', layer)),
    ['unreadable', 'c.json', 'it has no rootfs.diff_ids, and manifest.json lists 1 layer'],
  ],
  [
    'a config of more layers',
    saved({}, file('c.json', json({ rootfs: { diff_ids: [diffId, diffId] } })), file('l.tar', layer)),
    ['unreadable', 'c.json', 'it has 2 rootfs.diff_ids, and manifest.json lists 1 layer'],
  ],
  [
    'an invalid diffID',
    saved({}, file('c.json', json({ rootfs: { diff_ids: ['sha256:1'] } })), file('l.tar', layer)),
    ['unreadable', 'c.json', 'rootfs.diff_ids[0], of layer 1 of 1 of app:1, is "sha256:1", not a digest'],
  ],
  ['a config that is not JSON', saved({}, file('c.json', '{"os"'), file('l.tar', layer)), ['unreadable', 'c.json', '']],
  ['a missing config', saved({}), ['missing', 'c.json', 'manifest.json lists it as the config of app:1']],
  ['a config that is too large', saved({}, file('c.json', large)), ['too_large', 'c.json', `${large.length} bytes`]],
  [
    'a changed config',
    saved({ Config: `${'0'.repeat(64)}.json` }, file(`${'0'.repeat(64)}.json`, config), file('l.tar', layer)),
    ['mismatch', `${'0'.repeat(64)}.json`, `its bytes hash to sha256:${hex(config)}`],
  ],
  [
    'an image without a config',
    saved({ Config: null }),
    ['unreadable', 'manifest.json', 'image 1 in it has no Config'],
  ],
  [
    'manifest.json that is an object',
    [file('manifest.json', '{}')],
    ['unreadable', 'manifest.json', 'it is not a list of images but object'],
  ],
  ['manifest.json that is text', [file('manifest.json', 'text')], ['unreadable', 'manifest.json', 'it is not JSON']],
  ['manifest.json that is cut', [file('manifest.json', '[{"Config"')], ['unreadable', 'manifest.json', '']],
  [
    'manifest.json that is too large',
    [file('manifest.json', large)],
    ['too_large', 'manifest.json', `${large.length} bytes`],
  ],
  [
    'a gzip layer that unpacks to something else',
    saved({}, file('c.json', config), file('l.tar', new Uint8Array(gzipSync('other')))),
    ['mismatch', 'l.tar', `${at}, unpacks to sha256:${hex('other')}`],
  ],
  [
    'a corrupt gzip layer',
    saved({}, file('c.json', config), file('l.tar', new Uint8Array(gzipSync(layer).subarray(0, -9)))),
    ['unreadable', 'l.tar', `${at}, can't be unpacked: its gzip is damaged`],
  ],
  [
    'an xz layer',
    saved({}, file('c.json', config), file('l.tar', new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]))),
    ['unreadable', 'l.tar', `${at}, is compressed with xz, which images can't be`],
  ],
  ['index.json that is text', [file('index.json', 'text')], ['unreadable', 'index.json', 'it is not JSON']],
  ['index.json that is too large', [file('index.json', large)], ['too_large', 'index.json', `${large.length} bytes`]],
  [
    'a manifest of other bytes',
    [
      ...good.entries.slice(0, 2),
      file(`blobs/sha256/${good.digest.slice(7)}`, '{"layers":[]}'),
      ...layoutEntries([good]),
    ],
    ['mismatch', `blobs/sha256/${good.digest.slice(7)}`, `its bytes hash to sha256:${hex('{"layers":[]}')}`],
  ],
  [
    'a manifest that lists no digest',
    layoutOf(badDigest),
    ['unreadable', `blobs/sha256/${hex(badDigest)}`, 'it lists "sha256:short", not a digest'],
  ],
  [
    'a layer of another size',
    layoutOf(badSize),
    [
      'size',
      `blobs/sha256/${good.layer.slice(7)}`,
      `it has ${layer.length} bytes, and blobs/sha256/${hex(badSize)} states 7`,
    ],
  ],
  [
    'a listed manifest that is not one',
    layoutOf('text'),
    ['unreadable', `blobs/sha256/${hex('text')}`, 'index.json lists it as a manifest, and it is not one'],
  ],
  [
    'a name with a backslash',
    [...saved({}, file('c.json', config), file('l.tar', layer)), file('a\\b')],
    ['name', 'a\\b', 'backslash'],
  ],
  [
    'a digest in uppercase',
    [...saved({}, file('c.json', config), file('l.tar', layer)), file(`blobs/sha256/${'A'.repeat(64)}`)],
    ['name', `blobs/sha256/${'A'.repeat(64)}`, 'uppercase'],
  ],
  [
    'a link that leads nowhere',
    [
      ...saved({}, file('c.json', config), file('l.tar', layer)),
      { name: 'x', type: 'symlink', linkname: 'y' },
      { name: 'y', type: 'symlink', linkname: 'x' },
    ],
    ['link', 'x', 'y'],
    ['link', 'y', 'x'],
  ],
];

describe('a refusal names the file at fault and the reason', () => {
  it.each(cases.map(([symptom, entries, ...told]) => ({ symptom, entries, told })))(
    '$symptom',
    async ({ entries, told }) => {
      const tar = await makeTar(entries);
      for (const bytes of [tar, new Uint8Array(gzipSync(tar))]) {
        const expected = told.map(([kind, name, detail]) => ({
          kind,
          name,
          detail: detail === '' ? expect.stringMatching(/./) : detail,
        }));
        expect(await refusedOf(bytes)).toEqual(expected);
      }
    },
  );
});

/** Reported with the archive, or with the error if no image is left. */
async function refusedOf(bytes: Uint8Array<ArrayBuffer>): Promise<unknown> {
  const { signal } = new AbortController();
  const reading = readArchive(new Blob([bytes]), { onProgress: () => undefined, signal });
  return reading.then(
    ({ refused }) => refused,
    ({ detail }: { readonly detail: { readonly refused: unknown } }) => detail.refused,
  );
}

describe('the error for an archive without an image says what to do', () => {
  it.each([
    ['in a folder', [file('app/index.json', '{}')], 'app/index.json', 'tar -C app'],
    [
      'of docker before 1.10',
      [file('repositories', '{}'), file('x/layer.tar', layer)],
      'repositories',
      'save the image again',
    ],
    ['of a container', [file('etc/passwd', 'root')], 'neither', 'docker export'],
  ])('%s', async (_, entries, why, next) => {
    const { signal } = new AbortController();
    await expect(
      readArchive(new Blob([await makeTar(entries)]), { onProgress: () => undefined, signal }),
    ).rejects.toMatchObject({
      reason: 'unsupported',
      detail: { why: expect.stringContaining(why), next: expect.stringContaining(next) },
    });
  });
});

describe('the name of an entry', () => {
  it.each(['blobs/x', '/blobs/x', '//blobs/x', './blobs/x', 'blobs//x', 'blobs/./x', 'blobs/x/', '/./blobs///x//'])(
    '%s is below the root',
    (name) => expect(entryName(name)).toBe('blobs/x'),
  );

  it.each([
    ['..', 'parent'],
    ['/../x', 'parent'],
    ['x/..', 'parent'],
    ['a/../b', 'parent'],
    ['a\\b', 'backslash'],
    ['..\\x', 'backslash'],
    ['C:/x', 'drive'],
    ['a\nb', 'control'],
    ['a\ufffd', 'encoding'],
    ['a'.repeat(1025), 'long'],
  ])('%s is refused', (name, fault) => expect([entryName(name), nameFault(name)]).toEqual([undefined, fault]));
});

describe('an archive of many small entries', () => {
  it('is listed with few reads of the file, and reports how many entries it read', async () => {
    const count = 2000;
    const blobs = Array.from({ length: count }, (_, index) => file(`blobs/sha256/${String(index).padStart(64, '0')}`));
    const tar = new Blob([await makeTar([...good.entries, ...blobs, ...layoutEntries([good])])]);
    let slices = 0;
    const slice = tar.slice.bind(tar);
    tar.slice = (...range) => {
      slices++;
      return slice(...range);
    };
    let last: unknown;
    const { images, refused } = await readArchive(tar, {
      onProgress: (progress) => {
        last = progress;
      },
      signal: new AbortController().signal,
    });
    expect([images.length, refused]).toEqual([1, []]);
    expect(last).toMatchObject({ entries: count + 5, images: 1 });
    expect(slices).toBeLessThan(count / 10);
  });
});
