import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import { type MadeEntry, makeTar } from '../testing/fixtures/archiveFixture.ts';
import { importAll, proveStore } from '../testing/suites/importSuite.ts';

const [base, app] = [
  await makeTar([{ name: 'base', content: 'base' }]),
  await makeTar([{ name: 'app', content: 'app' }]),
];
const hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const json = (value: unknown) => JSON.stringify(value);
const diffIds = [base, app].map((bytes) => `sha256:${hex(bytes)}`);
const config = json({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIds } });

interface Row {
  readonly config?: string;
  readonly tags?: unknown;
  readonly layers: readonly string[];
}

const list = (...rows: readonly Row[]): MadeEntry => ({
  name: 'manifest.json',
  content: json(
    rows.map(({ config: name = 'config.json', tags = ['app:1'], layers }) => ({
      ...{ Config: name, RepoTags: tags, Layers: layers },
    })),
  ),
});
const file = (name: string, content: Uint8Array | string): MadeEntry => ({ name, content });
const link = (name: string, linkname: string, type: 'symlink' | 'link' = 'symlink'): MadeEntry => ({
  ...{ name, linkname, type },
});
const [b, a] = [hex(base), hex(app)] as const;
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const [gb, ga, zb] = [gzip(base), gzip(app), zstdFrame(base)] as const;

/**
 * Archives as each program writes them, by their layers; `digests` are those of the layers in the synthesized manifest.
 */
const producers: readonly (readonly [
  string,
  readonly MadeEntry[],
  { digests?: readonly Uint8Array[]; unchecked?: number },
])[] = [
  [
    'docker before 25, layers twice by a link',
    [
      ...[file('x/layer.tar', base), link('y/layer.tar', '../x/layer.tar'), file('z/layer.tar', app)],
      ...[file('x/VERSION', '1.0'), file('x/json', '{"id":"x"}'), file('repositories', '{"app":{"1":"x"}}')],
      ...[
        file(`${hex(config)}.json`, config),
        list({ config: `${hex(config)}.json`, layers: ['y/layer.tar', 'z/layer.tar'] }),
      ],
    ],
    {},
  ],
  [
    'buildkit, gzip layers under blobs',
    [
      ...[
        file(`blobs/sha256/${hex(gb)}`, gb),
        file(`blobs/sha256/${hex(ga)}`, ga),
        file(`blobs/sha256/${hex(config)}`, config),
      ],
      list({
        config: `blobs/sha256/${hex(config)}`,
        layers: [gb, ga].map((bytes) => `blobs/sha256/${hex(bytes)}`),
      }),
    ],
    { digests: [gb, ga] },
  ],
  [
    'rules_oci, gzip layers under blobs with a suffix',
    [
      file(`blobs/sha256/${hex(gb)}.tar.gz`, gb),
      file('blobs/sha256/x.tar.gz', ga),
      file(`blobs/sha256/${hex(config)}`, config),
    ].concat(
      list({
        config: `blobs/sha256/${hex(config)}`,
        layers: [`blobs/sha256/${hex(gb)}.tar.gz`, 'blobs/sha256/x.tar.gz'],
      }),
    ),
    { digests: [gb, ga] },
  ],
  [
    'gzip layers under blobs by their diffIDs',
    [
      file(`blobs/sha256/${b}`, gb),
      file(`blobs/sha256/${a}`, ga),
      file('config.json', config),
      list({ layers: [`blobs/sha256/${b}`, `blobs/sha256/${a}`] }),
    ],
    { digests: [gb, ga] },
  ],
  [
    'kaniko and crane: the config is named with its algorithm',
    [file(`sha256:${hex(config)}`, config), file(`${hex(gb)}.tar.gz`, gb), file(`${hex(ga)}.tar.gz`, ga)].concat(
      list({ config: `sha256:${hex(config)}`, layers: [gb, ga].map((bytes) => `${hex(bytes)}.tar.gz`) }),
    ),
    { digests: [gb, ga] },
  ],
  [
    'skopeo: layers as files, links in folders, no tags',
    [
      ...[file(`${b}.tar`, base), file(`${a}.tar`, app), link('1/layer.tar', `../${b}.tar`)],
      ...[file('config.json', config), list({ layers: [`${b}.tar`, `${a}.tar`], tags: null })],
    ],
    {},
  ],
  [
    'nix: names with a dot, the config last',
    [
      list({ layers: [`${b}/layer.tar`, `./${a}/layer.tar`] }),
      file(`./${b}/layer.tar`, base),
      file(`.//${a}/layer.tar`, app),
    ].concat(file('/config.json', config)),
    {},
  ],
  [
    'a mixture of compressions',
    [file('1', zb), file('2', ga), file('config.json', config), list({ layers: ['1', '2'] })],
    { digests: [zb, ga], unchecked: 1 },
  ],
  [
    'links to links, and a hard link',
    [
      link('1', '2'),
      link('2', '/3'),
      file('3', base),
      file('4', app),
      link('5', './4', 'link'),
      file('config.json', config),
    ].concat(list({ layers: ['1', '5'] })),
    {},
  ],
  [
    'a config in a folder, with leading spaces',
    [
      file('a/b/c.json', `\n ${config}`),
      file('1', base),
      file('2', app),
      list({ config: 'a/b/c.json', layers: ['1', '2'] }),
    ],
    {},
  ],
];

describe('an archive with manifest.json alone', () => {
  it.each(producers)(
    'written by %s is imported, plain and in gzip',
    async (_, entries, { digests = [base, app], unchecked = 0 }) => {
      const tar = await makeTar(entries);
      for (const bytes of [tar, new Uint8Array(gzipSync(tar))]) {
        const store = createMemoryStore();
        const imported = await importAll(store, bytes, { ifRefused: 'nothing' });
        expect([imported.refused, imported.images.length]).toEqual([[], 1]);
        const [image] = imported.images;
        const manifest = image?.manifests[0]?.manifest;
        const layers = manifest?.kind === 'image' ? manifest.layers.map(({ digest }) => digest) : [];
        expect([layers, image?.unchecked]).toEqual([digests.map((each) => `sha256:${hex(each)}`), unchecked]);
        expect(await proveStore(store, imported)).toEqual(new Set(image?.needs.keys()));
      }
    },
  );

  it('has a layer twice if the config has its diffID twice', async () => {
    const twice = json({ os: 'linux', rootfs: { diff_ids: [diffIds[0], diffIds[0]] } });
    const imported = await importAll(
      createMemoryStore(),
      await makeTar([file('1', gb), file('config.json', twice), list({ layers: ['1', '1'] })]),
    );
    expect([imported.refused, imported.images[0]?.needs.size]).toEqual([[], 3]);
  });

  it('may have an image without layers', async () => {
    const scratch = json({ os: 'linux', rootfs: { type: 'layers', diff_ids: [] } });
    const rows = json([{ Config: 'config.json', RepoTags: [], Layers: null }]);
    const entries = [file('config.json', scratch), file('manifest.json', rows)];
    const imported = await importAll(createMemoryStore(), await makeTar(entries));
    expect([imported.refused, imported.images[0]?.needs.size]).toEqual([[], 2]);
  });
});

/** A zstd frame of one raw block (RFC 8878). */
function zstdFrame(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(12 + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  view.setUint8(4, 0xa0);
  view.setUint32(5, bytes.length, true);
  view.setUint16(9, (bytes.length << 3) | 1, true);
  frame.set(bytes, 12);
  return frame;
}
