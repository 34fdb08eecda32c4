import { describe, expect, test } from 'vitest';
import { byteStream, type TarFixtureEntry, tarFixture } from '../testing/index.ts';
import { indexLayer, type MergedTree, mergeLayers } from './index.ts';

type Layer = readonly TarFixtureEntry[];

const file = (name: string, size: number, more: Partial<TarFixtureEntry> = {}): TarFixtureEntry => ({
  name,
  content: 'x'.repeat(size),
  ...more,
});
const whiteout = (name: string): TarFixtureEntry => ({ name });
const symlink = (name: string, link: string): TarFixtureEntry => ({ name, type: '2', link });
const hardlink = (name: string, link: string): TarFixtureEntry => ({ name, type: '1', link });

describe('whiteouts', () => {
  test.each<readonly [name: string, layers: readonly Layer[], rows: readonly string[]]>([
    [
      'hide a lower folder that the layer makes again',
      [[file('d/old', 1)], [whiteout('.wh.d'), { name: 'd/' }, file('d/new', 1)]],
      ['d dir', 'd/new file'],
    ],
    [
      'apply before additions in folders that are not listed',
      [[file('a/b/x', 1)], [file('a/b/y', 1), whiteout('a/.wh..wh..opq')]],
      ['a dir', 'a/b dir', 'a/b/y file'],
    ],
    ['of any type count by their name', [[file('a', 1)], [{ name: '.wh.a', type: '3' }]], []],
    ['below a file of a lower layer make a folder', [[file('x', 1)], [whiteout('x/.wh.y')]], ['x dir']],
    ['below a file of the same layer have no effect', [[], [file('x', 1), whiteout('x/.wh.y')]], ['x file']],
    [
      'with dots for a name have no effect',
      [[file('a', 1)], [whiteout('.wh..'), whiteout('.wh...'), whiteout('.wh.')]],
      ['a file'],
    ],
    [
      'in the name of a parent are folders',
      [[file('b/c', 1)], [file('a/.wh.b/c', 1)]],
      ['a dir', 'a/.wh.b dir', 'a/.wh.b/c file', 'b dir', 'b/c file'],
    ],
    [
      'follow a symlink of their layer',
      [[file('r/a', 1)], [symlink('l', 'r'), whiteout('l/.wh.a')]],
      ['l symlink', 'r dir'],
    ],
    [
      'of AUFS metadata are left out at the root',
      [
        [],
        [
          file('.wh..wh.aufs', 0),
          { name: '.wh..wh.plnk/' },
          file('.wh..wh.plnk/1.2', 3),
          hardlink('a', '.wh..wh.plnk/1.2'),
        ],
      ],
      ['a file'],
    ],
    [
      'with the names of AUFS are ordinary below the root',
      [[file('d/.wh.plnk/a', 1)], [whiteout('d/.wh..wh.plnk')]],
      ['d dir'],
    ],
  ])('%s', async (_name, layers, rows) => {
    expect(rowsOf(await merge(layers))).toEqual(rows);
  });

  test('of opaque folders that are not below give no finding', async () => {
    const tree = await merge([[], [{ name: 'd/' }, whiteout('d/.wh..wh..opq'), file('d/a', 1)]]);
    expect(tree.findings).toEqual([]);
    expect(tree.changes(1)).toEqual({ added: ['d', 'd/a'], changed: [], removed: [] });
  });
});

describe('types and links', () => {
  test.each<readonly [name: string, layers: readonly Layer[], rows: readonly string[], reasons: readonly string[]]>([
    [
      'a file below a lower file',
      [[file('a', 1)], [file('a/b', 1)]],
      ['a dir', 'a/b file'],
      ['implied_directory_replaces_file'],
    ],
    [
      'a listed folder on a symlink of the same layer',
      [[symlink('l', 'r'), { name: 'l/' }, file('l/a', 1)]],
      ['l dir', 'l/a file'],
      ['listed_twice'],
    ],
    [
      'a hard link into a lower layer, by way of a symlink',
      [[file('r/a', 1), symlink('l', 'r')], [hardlink('b', 'l/a')]],
      ['b file', 'l symlink', 'r dir', 'r/a file'],
      ['hardlink_into_lower_layer'],
    ],
    [
      'a hard link whose lower target is removed',
      [[file('a', 1)], [whiteout('.wh.a'), hardlink('b', 'a')]],
      ['b file'],
      ['hardlink_into_lower_layer'],
    ],
    [
      'a hard link to a folder',
      [[{ name: 'd/' }, hardlink('b', 'd')]],
      ['b broken', 'd dir'],
      ['hardlink_to_directory', 'hardlink_broken'],
    ],
    [
      'hard links in a circle',
      [[hardlink('a', 'b'), hardlink('b', 'a')]],
      ['a broken', 'b broken'],
      ['hardlink_broken', 'hardlink_broken'],
    ],
    [
      'hard links that come before each other',
      [[hardlink('a', 'b'), hardlink('b', 'c'), file('c', 1)]],
      ['a file', 'b file', 'c file'],
      ['hardlink_before_target', 'hardlink_before_target'],
    ],
    [
      'a root that is a file',
      [[file('./', 3, { type: '0' }), file('a', 1)]],
      ['a file'],
      ['file_with_slash', 'root_not_directory'],
    ],
    [
      'a symlink loop',
      [[symlink('a', 'b'), symlink('b', 'a'), file('a/x', 9)]],
      ['a symlink', 'b symlink'],
      ['through_symlink', 'symlink_loop'],
    ],
  ])('%s', async (_name, layers, rows, reasons) => {
    const tree = await merge(layers);
    expect(rowsOf(tree)).toEqual(rows);
    expect(tree.findings.map(({ reason }) => reason)).toEqual(reasons);
  });

  test('keeps the attributes of a lower folder that is only implied above', async () => {
    const tree = await merge([[{ name: 'd/', mode: 0o700, uid: 7 }], [file('d/a', 1)]]);
    expect([...tree.entries()][0]).toEqual({ path: 'd', type: 'dir', size: 0, layer: 0, mode: 0o700, uid: 7, gid: 0 });
    expect(tree.history('d')).toEqual([{ layer: 0, kind: 'added' }]);
  });

  test('locates the content of a hard link', async () => {
    const tree = await merge([[file('a', 5)], [hardlink('b', 'a')], [whiteout('.wh.a')]]);
    expect([tree.locate('b'), tree.locate('a'), tree.locate('a', 1)]).toEqual([
      { layer: 0, row: 0 },
      undefined,
      { layer: 0, row: 0 },
    ]);
    expect(tree.history('a').map(({ kind }) => kind)).toEqual(['added', 'removed']);
  });

  test('lists one folder after a layer', async () => {
    const tree = await merge([
      [file('d/b', 2), file('d/a/x', 1), file('e', 1)],
      [whiteout('d/.wh.b'), file('d/c', 3)],
    ]);
    const names = (upto: number) => [...tree.list('d', upto)].map(({ path, type }) => `${path} ${type}`);
    expect([names(0), names(1)]).toEqual([
      ['d/a dir', 'd/b file'],
      ['d/a dir', 'd/c file'],
    ]);
    expect([[...tree.list('')].map(({ path }) => path), [...tree.list('missing')]]).toEqual([['d', 'e'], []]);
  });

  test('resolves symlinks inside the root', async () => {
    const tree = await merge([
      [file('usr/lib/x', 1), symlink('lib', '/usr/lib'), symlink('up', '../../usr/./lib/..'), symlink('loop', 'loop')],
      [whiteout('usr/lib/.wh.x')],
    ]);
    const paths = ['lib/x', 'up/lib', 'up', 'lib', '/', 'usr/lib/x/', 'loop', 'lib/x/y', 'missing', 'lib/../..'];
    expect(paths.map((path) => tree.resolve(path, 0))).toEqual([
      'usr/lib/x',
      'usr/lib',
      'usr',
      'usr/lib',
      '',
      'usr/lib/x',
      undefined,
      undefined,
      undefined,
      '',
    ]);
    expect(tree.resolve('lib/x')).toBeUndefined();
  });

  test('orders paths by their bytes', async () => {
    const tree = await merge([
      [file('a/b', 1), file('a-b', 1), file('a', 1, { name: 'a.c' }), file('a-/z', 1), file('a0', 1)],
    ]);
    expect(rowsOf(tree)).toEqual(['a dir', 'a- dir', 'a-/z file', 'a-b file', 'a.c file', 'a/b file', 'a0 file']);
  });
});

describe('waste', () => {
  test.each<readonly [cause: string, layers: readonly Layer[], path: string, layer: number]>([
    ['rewritten', [[file('a', 9)], [file('a', 4)]], '/a', 1],
    ['rewritten with the same bytes', [[file('a', 9)], [file('a', 9, { mode: 0o600 })]], '/a', 1],
    ['removed', [[file('d/a', 9)], [file('z', 1)], [whiteout('.wh.d')]], '/d/a', 2],
    ['hidden by an opaque folder', [[file('d/a', 9)], [whiteout('d/.wh..wh..opq')]], '/d/a', 1],
    ['replaced by another type', [[file('d/a', 9)], [symlink('d', 'x')]], '/d/a', 1],
    ['listed twice in one layer', [[file('a', 9), file('a', 2)]], '/a', 0],
    ['content of a whiteout', [[file('.wh.a', 9)]], '/.wh.a', 0],
  ])('names the cause: %s', async (cause, layers, path, layer) => {
    const tree = await merge(layers);
    expect(tree.waste().byPath).toMatchObject([{ path, bytes: 9, cause, layer }]);
    expect(tree.wasteDetails().byCause).toEqual({ [cause]: 9 });
  });

  test('is that of the last layer up to which it is computed', async () => {
    const tree = await merge([[file('a', 9)], [file('a', 4)], [whiteout('.wh.a')]]);
    expect([0, 1, 2].map((upto) => tree.waste(upto).wastedBytes)).toEqual([0, 9, 13]);
    expect(tree.wasteDetails().byLayer.map(({ by }) => by)).toEqual([
      [{ layer: 1, bytes: 9 }],
      [{ layer: 2, bytes: 4 }],
      [],
    ]);
  });

  test('is nothing without layers', () => {
    const tree = mergeLayers([]);
    expect([[...tree.entries()], tree.waste().efficiency, tree.dive()?.efficiency]).toEqual([[], 1, 1]);
  });
});

describe("dive's score", () => {
  test('swaps addition and whiteout for a name that sorts before a dot', async () => {
    const tree = await merge([[file('-x', 10)], [whiteout('.wh.-x'), file('-x', 4)], [whiteout('.wh.-x')]]);
    // The whiteout of the last layer finds nothing: its path has two sizes, and the layer ends there.
    expect(tree.dive()).toMatchObject({ wastedBytes: 14, inefficient: [{ path: '/-x', count: 3, bytes: 14 }] });
  });

  test('counts a folder whose mode says so, and a sized hard link', async () => {
    const tree = await merge([
      [file('d', 0, { mode: 0o40755 }), file('d/a', 7), hardlink('b', 'd/a'), { ...hardlink('c', 'd/a'), size: 5 }],
      [whiteout('.wh.d')],
    ]);
    expect(tree.dive()).toMatchObject({ efficiency: 1, wastedBytes: 0 });
  });

  test('keeps dots above the root as a folder', async () => {
    const tree = await merge([[file('../a', 5)], [file('../a', 5)]]);
    expect(tree.dive()?.inefficient).toEqual([{ path: '/../a', count: 2, bytes: 10 }]);
  });

  test('is missing for a tar that cannot be read to its end', async () => {
    const cut = await indexLayer(byteStream(tarFixture([file('a', 600)]).slice(0, 600)));
    expect(mergeLayers([cut]).dive()).toBeUndefined();
  });
});

describe('hostile layers', () => {
  test('are merged in time if a folder is replaced again and again', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 5000 }, (_, at) => file(`d/${at}`, 0));
    const swaps = Array.from({ length: 5000 }, (_, at) => (at % 2 ? file('d', 0) : file('d/x', 0)));
    const tree = await merge([
      [...many, ...swaps],
      [...swaps, ...many],
    ]);
    expect([...tree.entries()].length).toBeGreaterThan(5000);
    expect(tree.dive()).toBeDefined();
  });

  test('are merged in time if links form chains and loops', { timeout: 60_000 }, async () => {
    const chain = Array.from({ length: 5000 }, (_, at) => hardlink(`c${at}`, `c${at + 1}`));
    const loop = [
      symlink('l', 'm/m'),
      symlink('m', 'l/l'),
      ...Array.from({ length: 5000 }, (_, at) => file(`l/${at}`, 1)),
    ];
    const tree = await merge([[...chain, file('c5000', 1), ...loop]]);
    expect([...tree.entries()].filter(({ type }) => type === 'file')).toHaveLength(5001);
  });

  test('are merged if paths are as deep as they can be', async () => {
    const deep = 'd/'.repeat(2047);
    const tree = await merge([[file(`${deep}a`, 1)], [symlink('l', deep), file('l/abc', 1)], [whiteout('.wh.d')]]);
    expect([...tree.entries(1)].length).toBe(2049);
    expect(rowsOf(tree)).toEqual(['l symlink']);
    expect(tree.dive()).toBeDefined();
    const above = await merge([[file(`${'../'.repeat(1300)}${deep}a`, 1)]]);
    expect(above.dive()).toBeDefined();
  });
});

async function merge(layers: readonly Layer[]): Promise<MergedTree> {
  return mergeLayers(await Promise.all(layers.map((layer) => indexLayer(byteStream(tarFixture(layer))))));
}

function rowsOf(tree: MergedTree): readonly string[] {
  return [...tree.entries()].map(({ path, type }) => `${path} ${type}`);
}
