import { useCallback, useMemo, useState } from 'react';
import type { TreeAddress } from '../../api/index.ts';
import type { Where } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import type { Reference } from '../../oci/index.ts';
import { isOpenByItself, pathsTo, selectedOf } from '../tree/openPaths.ts';
import { type TreeRow, treeRows } from '../tree/tree.ts';
import { type Walk, walkTo } from '../tree/walk.ts';
import { contentQuery, manifestQuery, type RootDocument } from './documents.ts';
import { type Environment, useEnvironment } from './environment.ts';
import { addPendingQuery, type PendingQuery, useDocumentsVersion, useFreshTag, usePrefetch } from './pendingQueries.ts';
import { readAddress } from './readAddress.ts';
import { readRoot } from './rootDocument.ts';
import { createTreeSource, type Documents } from './treeSource.ts';

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
  const version = useDocumentsVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it reads of the cache changes with the version
  const { asked, opened, lacked } = useMemo(
    () => readOpened(environment, address.reference),
    [environment, address.reference, version],
  );
  const target = asked.state === 'ready' ? asked.value : undefined;
  const rootQuery = manifestQuery(environment, target?.where, target?.asked ?? '');
  const root = opened?.state === 'ready' ? opened.value : undefined;
  const selected = selectedOf(address, root?.manifest);
  const [paths, toggle] = useOpenPaths(address.reference, selected);
  const where = target?.where ?? root?.fetched.source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: here too
  const tree = useMemo(
    () =>
      root && target && drawTree(environment, { reference: target.reference, where, root, selected, toggle }, paths),
    [environment, target, where, root, selected, toggle, paths, version],
  );
  usePrefetch(new Map([...lacked, ...(tree?.wanted ?? [])]));
  useFreshTag(target && rootQuery);

  if (asked.state === 'failed') return { state: 'failed', error: asked.error, where: undefined, retry: () => {} };
  if (tree) return { state: 'ready', tree };
  if (opened?.state !== 'failed') return { state: 'waiting' };
  const retry = () => void environment.queries.prefetchQuery(rootQuery);
  return { state: 'failed', error: opened.error, where, retry };
}

/** What a link names, as far as it is here, and what that lacks. */
function readOpened(environment: Environment, reference: string) {
  const lacked = new Map<string, PendingQuery>();
  const asked = readAddress(environment, reference, lacked);
  const opened = asked.state === 'ready' ? readRoot(environment, asked.value, lacked) : undefined;
  return { asked, opened, lacked };
}

/** The tree as far as its documents are here, every row made anew; and the documents that it lacks. */
function drawTree(
  environment: Environment,
  opened: Pick<ImageTree, 'reference' | 'where' | 'root' | 'selected' | 'toggle'>,
  paths: ReadonlyMap<string, boolean>,
): ImageTree & { readonly wanted: ReadonlyMap<string, PendingQuery> } {
  const { where, root, selected } = opened;
  const wanted = new Map<string, PendingQuery>();
  const isOpen = (path: string) => paths.get(path) ?? isOpenByItself(path);
  const source = createTreeSource({ environment, where, root, view: { isOpen, selected } }, wanted);
  const rows = treeRows(source);
  const walk = walkTo(source, selected);
  const last = walk.steps.at(-1)?.node;
  if (last?.content === 'blob' && !source.documents.blobOf(last)) {
    addPendingQuery(wanted, environment, contentQuery(environment, where, last.descriptor));
  }
  return { ...opened, rows, walk, wanted, ...source.documents };
}

/** What leads to the selected node is open, and what the person opened; what they closed is not. */
function useOpenPaths(
  reference: string,
  selected: string,
): [ReadonlyMap<string, boolean>, (paths: readonly string[], open: boolean) => void] {
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
  const toggle = useCallback((changed: readonly string[], open: boolean) => {
    setState((before) => {
      const next = new Map(before.paths);
      for (const path of changed) next.set(path, open);
      return { ...before, paths: next };
    });
  }, []);
  return [current.paths, toggle];
}
