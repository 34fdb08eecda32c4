import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer, useState } from 'react';
import type { Where } from '../client/index.ts';
import { type AppError, asAppError } from '../errors/index.ts';
import { formatPlatform, parseAddress, type Reference } from '../oci/index.ts';
import { ancestorsOf, isNodePath, type TreeAddress } from './address.ts';
import { addressOf, blobQuery, isDocumentKey, type ManifestDocument, manifestQuery } from './documents.ts';
import { useEnvironment } from './environment.ts';
import { type TreeRow, treeRows } from './tree.ts';
import { addWanted, createTreeSource, type Documents, type Wanted } from './treeSource.ts';
import { type Walk, walkTo } from './walk.ts';

/** An image as it is looked at: its rows, what is selected, and the documents behind them. */
export interface ImageTree extends Documents {
  readonly reference: Reference;
  /** The repository asked, or the one that a bare digest was found in. */
  readonly where: Where | undefined;
  readonly root: ManifestDocument;
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
  const asked = useMemo(() => readAddress(address.reference), [address.reference]);
  const target = 'error' in asked ? undefined : asked;
  const rootQuery = useQuery({
    ...manifestQuery(environment, target?.where, target?.asked ?? ''),
    enabled: target !== undefined,
  });
  const selected = useSelected(address, rootQuery.data);
  const [isOpen, toggle] = useOpenPaths(address.reference, selected);
  const where = target?.where ?? rootQuery.data?.fetched.source;
  const wanted = new Map<string, Wanted>();
  const root = rootQuery.data;
  const source = root && createTreeSource({ environment, where, root, view: { isOpen, selected } }, wanted);
  const rows = source ? treeRows(source) : [];
  const walk = source && walkTo(source, selected);
  const last = walk?.steps.at(-1)?.node;
  if (last?.content === 'blob') {
    addWanted(wanted, environment, blobQuery(environment, where, last.descriptor?.digest ?? ''));
  }
  useWanted(wanted);

  if ('error' in asked) return { state: 'failed', error: asked.error, where: undefined, retry: () => {} };
  if (!root || !source || !walk) {
    if (!rootQuery.error || rootQuery.isFetching) return { state: 'waiting' };
    const retry = () => void rootQuery.refetch();
    return { state: 'failed', error: asAppError(rootQuery.error), where, retry };
  }
  const tree: ImageTree = {
    reference: asked.reference,
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

/** Asks for what was not asked for before, and draws anew when any of it has changed. A failure is asked again by hand. */
function useWanted(wanted: ReadonlyMap<string, Wanted>): void {
  const { queries } = useEnvironment();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    for (const { queryKey, prefetch } of wanted.values()) if (!queries.getQueryState(queryKey)) void prefetch();
  });
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'updated' && isDocumentKey(query.queryKey)) redraw();
      }),
    [queries],
  );
}

interface Target {
  readonly reference: Reference;
  readonly where: Where | undefined;
  readonly asked: string;
}

/** The root of an address, as it is asked for. */
export function readAddress(text: string): Target | { readonly error: AppError } {
  try {
    const reference = parseAddress(text);
    return { reference, ...addressOf(reference) };
  } catch (error) {
    return { error: asAppError(error) };
  }
}

function useSelected(address: TreeAddress, root: ManifestDocument | undefined): string {
  if (address.select !== '' || address.platform === '' || root?.manifest.kind !== 'index') return address.select;
  const index = root.manifest.manifests.findIndex(
    ({ platform }) => platform !== undefined && formatPlatform(platform) === address.platform,
  );
  return index < 0 ? '' : `manifests/${index}`;
}

/** Open are: the root, every group of layers, what leads to the selected node, and what the person opened. */
function useOpenPaths(
  reference: string,
  selected: string,
): [(path: string) => boolean, (paths: readonly string[], open: boolean) => void] {
  const [state, setState] = useState(() => ({
    reference,
    selected,
    paths: openFor(selected, new Map([[selected, true]])),
  }));
  let current = state;
  if (state.reference !== reference || state.selected !== selected) {
    const known = state.reference === reference ? state.paths : new Map<string, boolean>();
    current = { reference, selected, paths: openFor(selected, known) };
    setState(current);
  }
  const { paths } = current;
  return [
    (path) => paths.get(path) ?? (path === '' || path === 'layers' || path.endsWith('/layers')),
    (changed, open) =>
      setState((before) => {
        const next = new Map(before.paths);
        for (const path of changed) next.set(path, open);
        return { ...before, paths: next };
      }),
  ];
}

function openFor(selected: string, known: ReadonlyMap<string, boolean>): Map<string, boolean> {
  const paths = new Map(known);
  if (isNodePath(selected)) for (const path of ancestorsOf(selected)) paths.set(path, true);
  return paths;
}
