import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client, Fetched } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { asMediaType, parseDigest } from '../../oci/index.ts';
import type { TreeRow } from '../tree/tree.ts';
import { TreeElement } from '../tree/treeView.ts';
import { EnvironmentProvider } from './EnvironmentProvider.tsx';
import { createQueryClient, type Environment } from './environment.ts';
import { type StoredDigests, storedEvent, useStoredDigests } from './storedDigests.ts';
import type { ImageTree } from './useImageTree.ts';

let root: Root;
let asked: (readonly string[])[];
let seen: StoredDigests | undefined;
let stored: Set<string>;
let failures: number;
let onAnswer: () => void;

beforeEach(() => {
  root = createRoot(document.createElement('div'));
  [asked, seen, stored, failures, onAnswer] = [[], undefined, new Set(), 0, () => {}];
});
afterEach(() => root.unmount());

describe('useStoredDigests', () => {
  it('requests all digests at once, and not again while documents are read one by one', async () => {
    stored = new Set([digestOf(1)]);
    draw([0, 1, 2, 3], []);
    await expect
      .poll(() => [0, 1, 2, 3].map((number) => seen?.isStored(digestOf(number))))
      .toEqual([false, true, false, false]);
    draw([0, 1, 2, 3], [2]);
    await expect.poll(() => seen?.isRead(digestOf(2))).toBe(true);
    draw([0, 1, 2, 3], [2, 3]);
    await expect.poll(() => seen?.isRead(digestOf(3))).toBe(true);
    expect([2, 3].map((number) => seen?.isStored(digestOf(number)))).toEqual([true, true]);
    expect(asked).toEqual([[0, 1, 2, 3].map(digestOf)]);
  });

  it('requests only new digests', async () => {
    draw([0, 1], []);
    await expect.poll(() => seen?.isStored(digestOf(1))).toBe(false);
    draw([0, 1, 2], []);
    await expect.poll(() => seen?.isStored(digestOf(2))).toBe(false);
    expect(asked).toEqual([[0, 1].map(digestOf), [digestOf(2)]]);
  });

  it('lists layers separately, leaves a fetchable layer undefined, and notices content stored meanwhile', async () => {
    stored = new Set([digestOf(0), digestOf(1)]);
    draw([0, 1, 2], [0], { hit: false, stored: true }, [1, 2]);
    await expect.poll(() => seen?.isStored(digestOf(1))).toBe(true);
    expect(seen?.isStored(digestOf(2))).toBe(undefined);
    expect([seen?.digests, seen?.layers]).toEqual([[digestOf(0)], [1, 2].map(digestOf)]);
    stored.add(digestOf(2));
    window.dispatchEvent(new Event(storedEvent));
    await expect.poll(() => seen?.isStored(digestOf(2))).toBe(true);
  });

  it('reports a layer as not stored while its registry is unreachable', async () => {
    draw([0, 1], [], undefined, [1], new AppError('unavailable', 'gone', { reason: 'unreachable' }));
    await expect.poll(() => seen?.isStored(digestOf(1))).toBe(false);
  });

  it('asks again if the store changes while an answer arrives', async () => {
    stored = new Set([digestOf(1)]);
    onAnswer = () => window.dispatchEvent(new Event(storedEvent));
    draw([0, 1], []);
    await expect.poll(() => seen?.isStored(digestOf(1))).toBe(true);
  });

  it('repeats a request that failed once the registry is unreachable', async () => {
    failures = 1;
    draw([0, 1], [], undefined, [1]);
    await expect.poll(() => asked.length).toBe(1);
    draw([0, 1], [], undefined, [1], new AppError('unavailable', 'gone', { reason: 'unreachable' }));
    await expect.poll(() => seen?.isStored(digestOf(1))).toBe(false);
    expect(asked.length).toBe(2);
  });

  it('is full when content was read but could not be stored', async () => {
    draw([0, 1], [0]);
    await expect.poll(() => seen?.isFull).toBe(false);
    draw([0, 1], [0, 1], { hit: false, stored: false, detail: 'quota' });
    await expect.poll(() => seen?.isFull).toBe(true);
  });
});

/** Renders a tree of these manifests, some of them read with the given cache state (stored by default). */
function draw(
  numbers: readonly number[],
  read: readonly number[],
  cache: Fetched['cache'] = { hit: false, stored: true },
  layers: readonly number[] = [],
  error?: AppError,
): void {
  const client: Pick<Client, 'present'> = {
    present: async (digests) => {
      asked.push(digests);
      if (failures-- > 0) throw new Error('the worker was replaced');
      // After the caller has taken the answer, and before React renders it.
      const notify = onAnswer;
      onAnswer = () => {};
      queueMicrotask(() => queueMicrotask(() => queueMicrotask(notify)));
      return new Set(digests.filter((digest) => stored.has(digest)));
    },
  };
  const tree: Pick<ImageTree, 'rows' | 'documentOf' | 'blobOf'> = {
    rows: numbers.map((number) => rowOf(number, layers.includes(number) ? 'none' : 'manifest', error)),
    documentOf: ({ descriptor }) => {
      const number = numbers.find((candidate) => digestOf(candidate) === descriptor?.digest) ?? -1;
      return read.includes(number)
        ? Object.assign(Object.create(null), { fetched: { ...fetchedOf(number), cache } })
        : undefined;
    },
    blobOf: () => undefined,
  };
  environment ??= {
    client: Object.assign(Object.create(null), client),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => 0,
  };
  root.render(
    <EnvironmentProvider value={environment}>
      <Shown tree={tree} />
    </EnvironmentProvider>,
  );
}

let environment: Environment | undefined;
afterEach(() => {
  environment = undefined;
});

function Shown({ tree }: { readonly tree: Parameters<typeof useStoredDigests>[0] }) {
  seen = useStoredDigests(tree);
  return null;
}

function rowOf(number: number, content: 'manifest' | 'none', error: AppError | undefined): TreeRow {
  return {
    node: {
      path: `manifests/${number}`,
      kind: 'image',
      icon: 'image',
      name: '',
      note: '',
      measure: '',
      descriptor: { mediaType: asMediaType(''), digest: digestOf(number) },
      platform: undefined,
      opens: true,
      content,
    },
    level: 1,
    setSize: 1,
    posInSet: 1,
    parentPath: undefined,
    expanded: false,
    busy: false,
    error,
  };
}

function fetchedOf(number: number): Fetched {
  return {
    bytes: new Uint8Array(),
    digest: parseDigest(digestOf(number)),
    mediaType: asMediaType(''),
    cache: { hit: false, stored: true },
  };
}

function digestOf(number: number): string {
  return `sha256:${String(number).padStart(64, '0')}`;
}
