import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TreeRow } from './tree.ts';
import { TreeElement, type TreeProps } from './treeView.ts';

let host: HTMLElement;
let tree: TreeElement;
let done: string[];

beforeEach(() => {
  host = document.createElement('div');
  host.style.height = '300px';
  document.body.append(host);
  tree = new TreeElement(window);
  done = [];
});
afterEach(() => host.remove());

describe('the tree', () => {
  it('draws every row of a short list with its position, and one of them in the tab order', () => {
    show(rowsOf(3), { selected: '1' });
    expect(drawn().map((row) => [row.dataset.node, row.ariaLevel, row.ariaPosInSet, row.ariaSetSize])).toEqual([
      ['0', '1', '1', '3'],
      ['1', '1', '2', '3'],
      ['2', '1', '3', '3'],
    ]);
    expect(drawn().map((row) => row.tabIndex)).toEqual([-1, 0, -1]);
    expect(drawn().map((row) => row.ariaSelected)).toEqual(['false', 'true', 'false']);
  });

  it('selects a row on click, and opens it on a click on its twisty', () => {
    show(rowsOf(3));
    drawn()[2]?.click();
    expect(done).toEqual(['select 2']);
    drawn()[1]?.querySelector('span')?.click();
    expect(done).toEqual(['select 2', 'open 1']);
    expect(document.activeElement).toBe(drawn()[1]);
  });

  it('moves the focus by keys and selects with Enter', () => {
    show(rowsOf(3));
    drawn()[0]?.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter', 'ArrowRight']) press(key);
    expect((document.activeElement as HTMLElement).dataset.node).toBe('1');
    expect(done).toEqual(['select 1', 'open 1']);
  });

  it('ignores keys with Ctrl and the page’s shortcuts', () => {
    show(rowsOf(3));
    drawn()[0]?.focus();
    expect(press('ArrowDown', { ctrlKey: true })).toBe(true);
    expect(press('/')).toBe(true);
    expect(press('r')).toBe(false);
  });

  it('keeps the focus on its row when other rows are added and removed', () => {
    const rows = rowsOf(5);
    show(rows, { selected: '0' });
    drawn()[3]?.focus();
    press('ArrowDown');
    const focused = document.activeElement;
    expect((focused as HTMLElement).dataset.node).toBe('4');
    show(rows.slice(2), { selected: '0' });
    show([...rowsOf(2, 'new'), ...rows], { selected: '0' });
    expect(document.activeElement).toBe(focused);
    expect(drawn().map((row) => row.dataset.node)).toEqual(['new0', 'new1', '0', '1', '2', '3', '4']);
  });

  it('moves the focus of a removed row to its nearest ancestor', () => {
    const rows = rowsOf(2);
    const child = { ...rows[1], node: { ...rows[1]?.node, path: '0/child' } } as TreeRow;
    show([...rows, child], { selected: '1' });
    drawn()[2]?.focus();
    show(rows, { selected: '1' });
    expect((document.activeElement as HTMLElement).dataset.node).toBe('0');
  });

  it('draws only visible rows of a long list, and always the focused row', async () => {
    show(rowsOf(10_000));
    await expect.poll(() => drawn().length).toBeLessThan(60);
    drawn()[0]?.focus();
    press('End');
    expect((document.activeElement as HTMLElement).dataset.node).toBe('9999');
    expect(tree.element.scrollTop).toBeGreaterThan(299_000);
    tree.element.scrollTop = 30 * 5000;
    await expect.poll(() => drawn().some((row) => row.dataset.node === '5000')).toBe(true);
    expect(drawn().at(-1)?.dataset.node).toBe('9999');
    expect(tree.element.scrollHeight).toBeGreaterThanOrEqual(300_000);
    const top =
      drawn()
        .find((row) => row.dataset.node === '5000')
        ?.getBoundingClientRect().top ?? 0;
    expect(Math.abs(top - tree.element.getBoundingClientRect().top - 12)).toBeLessThan(2);
  });
});

describe('the selected row', () => {
  it('is scrolled into view when a link opens it, and when it is selected elsewhere', async () => {
    show(rowsOf(10_000), { selected: '7000' });
    await expect.poll(() => isSeen('7000')).toBe(true);
    show(rowsOf(10_000), { selected: '20' });
    await expect.poll(() => isSeen('20')).toBe(true);
  });

  it('is scrolled into view when it loads after the link was opened', async () => {
    show(rowsOf(500), { selected: 'late700' });
    await expect.poll(() => drawn().length).toBeGreaterThan(0);
    show([...rowsOf(500), ...rowsOf(1000, 'late')], { selected: 'late700' });
    await expect.poll(() => isSeen('late700')).toBe(true);
  });

  it('is not scrolled into view if the user has scrolled meanwhile', async () => {
    show(rowsOf(1000), { selected: 'late700' });
    await expect.poll(() => isSeen('0')).toBe(true);
    tree.element.scrollTop = 9000;
    await expect.poll(() => isSeen('302')).toBe(true);
    show([...rowsOf(1000), ...rowsOf(1000, 'late')], { selected: 'late700' });
    expect(tree.element.scrollTop).toBe(9000);
  });
});

describe('the tree before the page has loaded', () => {
  it('performs actions once the page has loaded, and restores the focus', () => {
    tree.drawAhead({ rows: rowsOf(3), selected: '0', isStored: () => undefined, selectsByFocus: false });
    host.append(tree.element);
    drawn()[1]?.click();
    press('ArrowRight');
    expect(done).toEqual([]);
    const page = document.createElement('div');
    host.replaceChildren(page);
    tree.update(propsOf(rowsOf(3)));
    tree.moveTo(page);
    expect(done).toEqual(['select 1', 'open 1']);
    expect((document.activeElement as HTMLElement).dataset.node).toBe('1');
  });

  it('keeps its scroll position in the page', async () => {
    tree.drawAhead({ rows: rowsOf(1000), selected: '700', isStored: () => undefined, selectsByFocus: false });
    host.append(tree.element);
    await expect.poll(() => isSeen('700')).toBe(true);
    const page = document.createElement('div');
    page.style.height = '300px';
    tree.element.remove();
    host.replaceChildren(page);
    tree.update({ ...propsOf(rowsOf(1000)), selected: '700' });
    tree.moveTo(page);
    await expect.poll(() => isSeen('700')).toBe(true);
  });
});

function show(rows: readonly TreeRow[], changes: Partial<TreeProps> = {}): void {
  tree.update({ ...propsOf(rows), ...changes });
  if (!tree.element.isConnected) tree.moveTo(host);
}

function propsOf(rows: readonly TreeRow[]): TreeProps {
  return {
    rows,
    selected: rows[0]?.node.path ?? '',
    isStored: () => true,
    selectsByFocus: false,
    onSelect: (path) => done.push(`select ${path}`),
    onToggle: (paths, open) => done.push(`${open ? 'open' : 'close'} ${paths.join()}`),
  };
}

function drawn(): HTMLElement[] {
  return [...tree.element.querySelectorAll<HTMLElement>('[role=treeitem]')];
}

function isSeen(path: string): boolean {
  const row = drawn()
    .find(({ dataset }) => dataset.node === path)
    ?.getBoundingClientRect();
  const { top, bottom } = tree.element.getBoundingClientRect();
  return row !== undefined && row.top >= top && row.bottom <= bottom;
}

/** Reports whether the key keeps its default action. */
function press(key: string, init: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  return document.activeElement?.dispatchEvent(event) ?? false;
}

function rowsOf(count: number, prefix = ''): TreeRow[] {
  return Array.from({ length: count }, (_, index) => ({
    node: {
      path: `${prefix}${index}`,
      kind: 'image',
      icon: 'image',
      name: `row ${index}`,
      note: '',
      measure: '',
      descriptor: undefined,
      platform: undefined,
      opens: true,
      content: 'manifest',
    },
    level: 1,
    setSize: count,
    posInSet: index + 1,
    parentPath: undefined,
    expanded: false,
    busy: false,
    error: undefined,
  }));
}
