import { describe, expect, it } from 'vitest';
import type { TreeRow } from './tree.ts';
import { findTyped, treeMove } from './treeKeys.ts';

// Index ─ amd64 (open: Config, Layers), arm64 (closed), Attestation (closed)
const rows: readonly TreeRow[] = [
  row('', 'Index', undefined, true),
  row('manifests/0', 'linux/amd64', '', true),
  row('manifests/0/config', 'Config', 'manifests/0', undefined),
  row('manifests/0/layers', 'Layers', 'manifests/0', false),
  row('manifests/1', 'linux/arm64', '', false),
  row('manifests/2', 'Attestation', '', false),
];

describe('keys of the tree', () => {
  it.each([
    ['ArrowDown', '', { focus: 'manifests/0' }],
    ['ArrowDown', 'manifests/2', { focus: 'manifests/2' }],
    ['ArrowUp', 'manifests/1', { focus: 'manifests/0/layers' }],
    ['ArrowUp', '', { focus: '' }],
    ['Home', 'manifests/2', { focus: '' }],
    ['End', '', { focus: 'manifests/2' }],
    ['ArrowRight', 'manifests/1', { open: ['manifests/1'] }],
    ['ArrowRight', 'manifests/0', { focus: 'manifests/0/config' }],
    ['ArrowRight', 'manifests/0/config', {}],
    ['ArrowLeft', 'manifests/0', { close: 'manifests/0' }],
    ['ArrowLeft', 'manifests/0/config', { focus: 'manifests/0' }],
    ['ArrowLeft', 'manifests/1', { focus: '' }],
    ['Enter', 'manifests/1', { select: 'manifests/1' }],
    [' ', 'manifests/1', { select: 'manifests/1' }],
    ['*', 'manifests/0', { open: ['manifests/1', 'manifests/2'] }],
    ['PageDown', '', undefined],
  ])('%s on "%s" does %o', (key, focused, move) => {
    expect(treeMove(rows, focused, key)).toEqual(move);
  });

  it('start at the first row if the focused one was removed', () => {
    expect(treeMove(rows, 'gone', 'ArrowDown')).toEqual({ focus: 'manifests/0' });
    expect(treeMove([], '', 'ArrowDown')).toBeUndefined();
  });
});

describe('type-ahead', () => {
  it('finds the next row that starts with the text, wraps around, and ignores case', () => {
    expect(findTyped(rows, '', 'l')).toBe('manifests/0');
    expect(findTyped(rows, 'manifests/0', 'L')).toBe('manifests/0/layers');
    expect(findTyped(rows, 'manifests/1', 'l')).toBe('manifests/0');
  });

  it('stays on a row while it matches the typed text', () => {
    expect(findTyped(rows, 'manifests/1', 'linux/')).toBe('manifests/1');
    expect(findTyped(rows, 'manifests/0', 'linux/arm')).toBe('manifests/1');
    expect(findTyped(rows, '', 'zz')).toBeUndefined();
  });
});

function row(path: string, name: string, parentPath: string | undefined, expanded: boolean | undefined): TreeRow {
  return {
    node: {
      path,
      kind: 'image',
      icon: 'image',
      name,
      note: '',
      measure: '',
      descriptor: undefined,
      platform: undefined,
      opens: expanded !== undefined,
      content: 'manifest',
    },
    level: path.split('/').length,
    setSize: 1,
    posInSet: 1,
    parentPath,
    expanded,
    busy: false,
    error: undefined,
  };
}
