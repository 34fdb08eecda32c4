import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteStream, type ModelEntry, mergeModel, tarFixture } from '../testing/index.ts';
import {
  compareWithLayer,
  describeEntry,
  indexLayer,
  indexLazyLayer,
  type LayerIndex,
  type MergedTree,
  mergeLayers,
  openEntry,
  parseIndex,
  parseZtoc,
  serializeIndex,
} from './index.ts';

/** Set FC_RUNS for more than the default. */
const runs = { numRuns: Number(process.env.FC_RUNS ?? 200) };

const folderName = fc.constantFrom('a', 'b', 'a-', 'd', '.wh.q');
const leafName = fc.constantFrom(
  'a',
  'b',
  'a-',
  'd',
  '-x',
  '.wh.a',
  '.wh.b',
  '.wh.d',
  '.wh.-x',
  '.wh..wh..opq',
  '.wh.',
);
const path = fc.tuple(fc.array(folderName, { maxLength: 3 }), leafName).map(([parents, name]) => [...parents, name]);
/** Hard links are between names that no symlink has, so that the model need not resolve them. */
const linked = fc.constantFrom('h', 'i', 'l/h', 'l/i');
const entry: fc.Arbitrary<ModelEntry> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ path, type: fc.constant('file' as const), size: fc.nat(3), link: fc.constant('') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ path, type: fc.constant('dir' as const), size: fc.constant(0), link: fc.constant('') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      path,
      type: fc.constant('symlink' as const),
      size: fc.constant(0),
      link: fc.constantFrom('a', 'b', '../b', '/a/b', 'd/a', '/', '../../d'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      path: linked.map((target) => target.split('/')),
      type: fc.constantFrom('link' as const, 'file' as const),
      size: fc.nat(3),
      link: linked,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      path: fc.constantFrom(['.wh.h'], ['.wh.l'], ['l', '.wh.h'], ['l', '.wh..wh..opq']),
      type: fc.constant('file' as const),
      size: fc.constant(0),
      link: fc.constant(''),
    }),
  },
);
const image = fc.array(fc.array(entry, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
const tarTypes = { file: '0', dir: '5', symlink: '2', link: '1' };

describe('mergeLayers', () => {
  test('gives the file system of a model that merges step by step', async () => {
    await fc.assert(
      fc.asyncProperty(image, async (layers) => {
        const tree = mergeLayers(await indexAll(layers));
        for (const upto of layers.keys()) {
          const model = mergeModel(layers.slice(0, upto + 1));
          const rows = [...tree.entries(upto)].map(({ path, type, size, layer }) => ({ path, type, size, layer }));
          expect(rows).toEqual(model.rows);
          expect(tree.waste(upto).liveBytes).toBe(model.liveBytes);
        }
      }),
      runs,
    );
  });

  test('keeps its sums', async () => {
    await fc.assert(
      fc.asyncProperty(image, async (layers) => {
        const tree = mergeLayers(await indexAll(layers));
        for (const upto of layers.keys()) expectSums(tree, upto);
        const paths = new Set<string>();
        for (const layer of layers.keys()) {
          const { added, changed, removed } = tree.changes(layer);
          for (const name of added) expect(paths.has(name) || !paths.add(name)).toBe(false);
          for (const { path: name } of changed) expect(paths.has(name)).toBe(true);
          for (const name of removed) expect(paths.delete(name)).toBe(true);
          expect([...paths].sort()).toEqual([...tree.entries(layer)].map((row) => row.path).sort());
        }
      }),
      runs,
    );
  });
});

describe('hostile bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.tuple(fc.array(entry, { maxLength: 4 }), changes(), fc.boolean()).map(([layer, edits, isPacked]) => {
      const tar = tarOf(layer);
      const target = isPacked ? new Uint8Array(gzipSync(tar)) : tar;
      return edited(target, edits);
    }),
    fc
      .tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0x00, 0x20, 0x24, 0x40, 0x44, 0x84, 0xc4))
      .map(([rest, descriptor]) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, descriptor, ...rest)),
  );

  test('are listed without an error, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 700 }), async (blob, chunkBytes) => {
        const index = await indexLayer(byteStream(blob, chunkBytes));
        const whole = await indexLayer(byteStream(blob));
        expect(index.entries).toEqual(whole.entries);
        expect(index.diffId).toBe(whole.diffId);
        const tree = mergeLayers([index, index]);
        expectSums(tree, 1);
        tree.dive();
        expect(parseIndex(serializeIndex(index))).toEqual(index);
      }),
      runs,
    );
  });

  test('in a stored index are refused or consistent', async () => {
    const stored = serializeIndex(
      await indexLayer(byteStream(tarOf([{ path: ['a', 'b'], type: 'file', size: 3, link: '' }]))),
    );
    await fc.assert(
      fc.asyncProperty(changes(), async (edits) => {
        const index = parseIndex(edited(stored, edits));
        if (index) expectSums(mergeLayers([index]), 0);
      }),
      runs,
    );
  });

  test('in a zTOC or a table of contents are refused or listed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (blob) => {
        const zero = await indexLayer(byteStream(new Uint8Array(0)));
        const ztoc = parseZtoc(blob, 100, false);
        if (ztoc) compareWithLayer(ztoc, zero);
        const index = await indexLazyLayer({ kind: 'estargz' }, blob.length, async (from, to) => blob.slice(from, to));
        expect(typeof index === 'string' || index.basis === 'listed').toBe(true);
      }),
      runs,
    );
  });

  test('of a blob that changed are never returned as content', async () => {
    const layer: readonly ModelEntry[] = [{ path: ['a'], type: 'file', size: 3, link: '' }];
    const blob = new Uint8Array(gzipSync(tarOf(layer)));
    const index = await indexLayer(byteStream(blob));
    await fc.assert(
      fc.asyncProperty(changes(), async (edits) => {
        const changed = edited(blob, edits);
        const content = openEntry(index, 0, async (from, to) => changed.slice(from, to));
        const isSame = Buffer.from(changed).equals(blob);
        const text = await new Response(content).text().catch(() => 'refused');
        expect(text).toBe(isSame ? 'aaa' : 'refused');
      }),
      runs,
    );
  });
});

function expectSums(tree: MergedTree, upto: number): void {
  const { storedBytes, liveBytes, wastedBytes, byPath } = tree.waste(upto);
  const { byLayer, byCause } = tree.wasteDetails(upto);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(liveBytes + wastedBytes).toBe(storedBytes);
  expect(sum(byPath.map(({ bytes }) => bytes))).toBe(wastedBytes);
  expect(sum(byLayer.map((layer) => layer.wastedBytes))).toBe(wastedBytes);
  expect(sum(byLayer.flatMap(({ by }) => by.map(({ bytes }) => bytes)))).toBe(wastedBytes);
  expect(sum(Object.values(byCause))).toBe(wastedBytes);
}

async function indexAll(layers: readonly (readonly ModelEntry[])[]): Promise<readonly LayerIndex[]> {
  const indexes = await Promise.all(layers.map((layer) => indexLayer(byteStream(tarOf(layer)))));
  for (const [layer, index] of indexes.entries()) {
    expect(index.entries.count).toBe(layers[layer]?.length);
    if (index.entries.count > 0) expect(describeEntry(index, 0).path).toBe(layers[layer]?.[0]?.path.join('/'));
  }
  return indexes;
}

function tarOf(layer: readonly ModelEntry[]): Uint8Array {
  return tarFixture(
    layer.map(({ path: names, type, size, link }) => ({
      name: names.join('/'),
      type: tarTypes[type],
      link,
      content: 'a'.repeat(type === 'file' ? size : 0),
    })),
  );
}

function changes(): fc.Arbitrary<readonly (readonly [number, number])[]> {
  return fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
}

function edited(bytes: Uint8Array, edits: readonly (readonly [number, number])[]): Uint8Array {
  const copy = bytes.slice();
  for (const [at, byte] of edits) copy[at % copy.length] = byte;
  return copy;
}
