import type { TreeRow } from './tree.ts';

/** Effect of a key in the tree: moves the focus, expands or collapses, or selects. */
export interface TreeMove {
  readonly focus?: string;
  readonly open?: readonly string[];
  readonly close?: string;
  readonly select?: string;
}

/**
 * Returns the effect of a key as in the tree view pattern (w3.org/WAI/ARIA/apg/patterns/treeview): arrows, Home, End, Enter,
 * Space and `*`; undefined for any other key. Type-ahead is in `findTyped`.
 */
export function treeMove(rows: readonly TreeRow[], focused: string, key: string): TreeMove | undefined {
  const index = Math.max(
    0,
    rows.findIndex(({ node }) => node.path === focused),
  );
  const row = rows[index];
  if (!row) return undefined;
  switch (key) {
    case 'ArrowDown':
      return focusOn(rows[Math.min(index + 1, rows.length - 1)]);
    case 'ArrowUp':
      return focusOn(rows[Math.max(index - 1, 0)]);
    case 'Home':
      return focusOn(rows[0]);
    case 'End':
      return focusOn(rows.at(-1));
    case 'ArrowRight':
      if (row.expanded === undefined) return {};
      if (!row.expanded) return { open: [row.node.path] };
      return rows[index + 1]?.parentPath === row.node.path ? focusOn(rows[index + 1]) : {};
    case 'ArrowLeft':
      if (row.expanded) return { close: row.node.path };
      return row.parentPath === undefined ? {} : { focus: row.parentPath };
    case 'Enter':
    case ' ':
      return { select: row.node.path };
    case '*':
      return { open: siblings(rows, row) };
    default:
      return undefined;
  }
}

/** Returns the next row after `focused` whose name starts with the typed text, wrapping around; undefined without a match. */
export function findTyped(rows: readonly TreeRow[], focused: string, typed: string): string | undefined {
  const prefix = typed.toLowerCase();
  const index = rows.findIndex(({ node }) => node.path === focused);
  const start = typed.length > 1 ? index : index + 1;
  const ordered = [...rows.slice(Math.max(start, 0)), ...rows.slice(0, Math.max(start, 0))];
  return ordered.find(({ node }) => node.name.toLowerCase().startsWith(prefix))?.node.path;
}

function focusOn(row: TreeRow | undefined): TreeMove {
  return row ? { focus: row.node.path } : {};
}

function siblings(rows: readonly TreeRow[], row: TreeRow): readonly string[] {
  return rows
    .filter(({ parentPath, expanded }) => parentPath === row.parentPath && expanded === false)
    .map(({ node }) => node.path);
}
