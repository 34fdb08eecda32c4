import { useState } from 'react';
import type { TreeAddress } from '../api/index.ts';
import type { Where } from '../client/index.ts';
import type { AppError } from '../errors/index.ts';
import type { Reference } from '../oci/index.ts';
import { blobQuery, manifestQuery, type RootDocument } from './documents.ts';
import { useEnvironment } from './environment.ts';
import { isOpenByItself, pathsTo, selectedOf } from './openPaths.ts';
import { readAddress } from './readAddress.ts';
import { readRoot } from './rootDocument.ts';
import { type TreeRow, treeRows } from './tree.ts';
import { createTreeSource, type Documents } from './treeSource.ts';
import { type Walk, walkTo } from './walk.ts';
import { addWanted, useFreshTag, useWanted, type Wanted } from './wanted.ts';

/** An image as it is looked at: its rows, what is selected, and the documents behind them. */
export interface ImageTree extends Documents {
  readonly reference: Reference;
  /** The repository asked, or the one that a bare digest was found in. */
  readonly where: Where | undefined;
  readonly root: RootDocument;
  readonly rows: readonly TreeRow[];
  /** The path selected, `platform=` taken into account. */
  readonly selected: string;
  readonly walk: Walk;
  toggle(paths: readonly string[], open: boolean): void;
}

export type Opening =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'failed';
      readonly error: AppError;
      readonly where: Where | undefined;
      readonly retry: () => void;
    }
  | { readonly state: 'ready'; readonly tree: ImageTree };

/**
 * Opens what an address names. Costs one request for the root, then one for each manifest that is opened or selected and
 * one for its config; what is named by a digest is asked for once in the life of the page.
 */
export function useImageTree(address: TreeAddress): Opening {
  const environment = useEnvironment();
  const wanted = new Map<string, Wanted>();
  const asked = readAddress(environment, address.reference, wanted);
  const target = asked.state === 'ready' ? asked.value : undefined;
  const rootQuery = manifestQuery(environment, target?.where, target?.asked ?? '');
  const opened = target && readRoot(environment, target, wanted);
  const root = opened?.state === 'ready' ? opened.value : undefined;
  const selected = selectedOf(address, root?.manifest);
  const [isOpen, toggle] = useOpenPaths(address.reference, selected);
  const where = target?.where ?? root?.fetched.source;
  const source = root && createTreeSource({ environment, where, root, view: { isOpen, selected } }, wanted);
  const rows = source ? treeRows(source) : [];
  const walk = source && walkTo(source, selected);
  const last = walk?.steps.at(-1)?.node;
  if (last?.content === 'blob' && !source?.documents.blobOf(last)) {
    addWanted(wanted, environment, blobQuery(environment, where, last.descriptor?.digest ?? ''));
  }
  useWanted(wanted);
  useFreshTag(target && rootQuery);

  if (asked.state === 'failed') return { state: 'failed', error: asked.error, where: undefined, retry: () => {} };
  if (!target || !root || !source || !walk) {
    if (opened?.state !== 'failed') return { state: 'waiting' };
    const retry = () => void environment.queries.prefetchQuery(rootQuery);
    return { state: 'failed', error: opened.error, where, retry };
  }
  const tree: ImageTree = {
    reference: target.reference,
    where,
    root,
    rows,
    selected,
    walk,
    toggle,
    ...source.documents,
  };
  return { state: 'ready', tree };
}

/** Open are: the root, every group of layers, what leads to the selected node, and what the person opened. */
function useOpenPaths(
  reference: string,
  selected: string,
): [(path: string) => boolean, (paths: readonly string[], open: boolean) => void] {
  const [state, setState] = useState(() => ({
    reference,
    selected,
    paths: pathsTo(selected, new Map([[selected, true]])),
  }));
  let current = state;
  if (state.reference !== reference || state.selected !== selected) {
    const known = state.reference === reference ? state.paths : new Map<string, boolean>();
    current = { reference, selected, paths: pathsTo(selected, known) };
    setState(current);
  }
  const { paths } = current;
  return [
    (path) => paths.get(path) ?? isOpenByItself(path),
    (changed, open) =>
      setState((before) => {
        const next = new Map(before.paths);
        for (const path of changed) next.set(path, open);
        return { ...before, paths: next };
      }),
  ];
}
