import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteStream } from '../testing/index.ts';
import { indexLayer, type LayerIndex, type MergedTree, mergeLayers } from './index.ts';

const folder = '../shared/vectors/layers';
const isHere = existsSync(folder);
if (!isHere) console.log(`${folder} is not here: its cases are skipped`);

interface MergedRow {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly layer: number;
}

interface ImageCase {
  readonly name: string;
  readonly tars: readonly (string | { readonly base64: string })[];
  readonly expect: {
    readonly merged: readonly MergedRow[];
    readonly efficiency: number | null;
    readonly wastedBytes: number | null;
    readonly inefficient: readonly { readonly path: string; readonly count: number; readonly bytes: number }[] | null;
    readonly exact: {
      readonly storedBytes: number;
      readonly liveBytes: number;
      readonly wastedBytes: number;
      readonly efficiency: number;
      readonly wasted: readonly { readonly path: string; readonly count: number; readonly bytes: number }[];
    };
    readonly changes: readonly {
      readonly added: readonly string[];
      readonly changed: readonly { readonly path: string; readonly how: string }[];
      readonly removed: readonly string[];
    }[];
    readonly findings: readonly { readonly layer: number }[];
  };
}

interface StreamCase {
  readonly kind: string;
  readonly name: string;
  readonly base64: string;
  readonly expect: { readonly ok: boolean; readonly bytes: number; readonly sha256: string };
}

const images = read<{ cases: ImageCase[] }>('images.json', { cases: [] }).cases;
const streams = read<{ cases: StreamCase[] }>('streams.json', { cases: [] }).cases;

describe.runIf(isHere)('images.json', () => {
  test.each(images)('$name', async ({ tars, expect: expected }) => {
    const indexes: LayerIndex[] = [];
    for (const tar of tars)
      indexes.push(await indexLayer(byteStream(decode(typeof tar === 'string' ? tar : tar.base64))));
    const tree = mergeLayers(indexes);
    expect(rowsOf(tree)).toEqual(expected.merged);
    expect(exactOf(tree)).toEqual(expected.exact);
    expect(tree.dive() ?? null).toEqual(
      expected.efficiency === null
        ? null
        : { efficiency: expected.efficiency, wastedBytes: expected.wastedBytes, inefficient: expected.inefficient },
    );
    expect(expected.changes.map((_, layer) => tree.changes(layer))).toEqual(expected.changes);
    // The file system after each layer is that of the layers up to it.
    for (const layer of indexes.keys()) {
      const below = mergeLayers(indexes.slice(0, layer + 1));
      expect([...tree.entries(layer)]).toEqual([...below.entries()]);
      expect(tree.waste(layer)).toEqual(below.waste());
    }
  });

  test.each(images.filter((image) => image.expect.findings.length > 0))('$name: has findings', async (image) => {
    const indexes: LayerIndex[] = [];
    for (const tar of image.tars)
      indexes.push(await indexLayer(byteStream(decode(typeof tar === 'string' ? tar : tar.base64))));
    const layers = new Set(mergeLayers(indexes).findings.map(({ layer }) => layer));
    for (const { layer } of image.expect.findings) expect(layers).toContain(layer);
  });
});

describe.runIf(isHere)('streams.json', () => {
  test('lists changed streams without an error', { timeout: 120_000 }, async () => {
    const blobs = [...streams, ...read<{ layers: { base64: string }[] }>('lazy.json', { layers: [] }).layers].map(
      ({ base64 }) => decode(base64),
    );
    const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...blobs), edits, async (blob, changes) => {
        const changed = blob.slice();
        for (const [at, byte] of changes) changed[at % Math.max(1, blob.length)] = byte;
        const index = await indexLayer(byteStream(changed, 500));
        expect(index.packedSize).toBe(blob.length);
        expect([...mergeLayers([index]).entries()].length).toBeLessThanOrEqual(index.paths.parents.length);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 200) },
    );
  });

  describe.each([1, 7, 1024])('in chunks of %d bytes', (chunkBytes) => {
    test.each(streams)('$kind: $name', async ({ base64, expect: expected }) => {
      const index = await indexLayer(byteStream(decode(base64), chunkBytes));
      expect({ ok: index.isStreamComplete, bytes: index.unpackedSize, sha256: index.diffId }).toEqual({
        ok: expected.ok,
        bytes: expected.bytes,
        sha256: `sha256:${expected.sha256}`,
      });
    });
  });
});

function rowsOf(tree: MergedTree): readonly object[] {
  return [...tree.entries()].map(({ mode: _mode, uid: _uid, gid: _gid, ...row }) => row);
}

function exactOf(tree: MergedTree): object {
  const { storedBytes, liveBytes, wastedBytes, efficiency, byPath } = tree.waste();
  const wasted = byPath.map(({ path, count, bytes }) => ({ path, count, bytes }));
  return { storedBytes, liveBytes, wastedBytes, efficiency, wasted };
}

function decode(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function read<T>(file: string, absent: T): T {
  if (!isHere) return absent;
  const content: T = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  return content;
}
