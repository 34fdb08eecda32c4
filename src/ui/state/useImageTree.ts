import { useCallback, useMemo, useState } from 'react';
import type { TreeAddress } from '../../api/index.ts';
import type { AppError } from '../../errors/index.ts';
import type { Manifest, Reference, Repository } from '../../oci/index.ts';
import { isOpenByItself, pathsTo, selectedOf } from '../tree/openPaths.ts';
import { type TreeRow, treeRows } from '../tree/tree.ts';
import { type Walk, walkTo } from '../tree/walk.ts';
import { contentQuery, manifestQuery, type RootDocument } from './documents.ts';
import { type Environment, useEnvironment } from './environment.ts';
import { addPendingQuery, type PendingQuery, useDocumentsVersion, useFreshTag, usePrefetch } from './pendingQueries.ts';
import { readAddress } from './readAddress.ts';
import { readRoot } from './rootDocument.ts';
import { createTreeSource, type Documents } from './treeSource.ts';

/** An open image: its rows, the selected node, and its documents. */
export interface ImageTree extends Documents {
  readonly reference: Reference;
  /** The repository requested, or the one in which a digest without a repository was found. */
  readonly where: Repository | undefined;
  readonly root: RootDocument;
  readonly rows: readonly TreeRow[];
  /** The selected path; takes `platform=` of the address into account. */
  readonly selected: string;
  readonly walk: Walk;
  toggle(paths: readonly string[], open: boolean): void;
}

export type OpenState =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'failed';
      readonly error: AppError;
      readonly where: Repository | undefined;
      readonly retry: () => void;
    }
  | { readonly state: 'ready'; readonly tree: ImageTree };

/**
 * Opens the image of an address. Costs one request for the root, then one for each manifest that is opened or selected and one for
 * its config. Content with a digest is requested once in the lifetime of the page.
 */
export function useImageTree(address: TreeAddress): OpenState {
  const environment = useEnvironment();
  const version = useDocumentsVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version changes with the cached documents it reads
  const { link, document, pendingQueries } = useMemo(
    () => readImage(environment, address.reference),
    [environment, address.reference, version],
  );
  const target = link.state === 'ready' ? link.value : undefined;
  const rootQuery = manifestQuery(environment, target?.where, target?.asked ?? '');
  const root = document?.state === 'ready' ? document.value : undefined;
  const selected = selectedOf(address, root?.manifest);
  const [paths, toggle] = useOpenPaths(address.reference, selected, root?.manifest);
  const where = target?.where ?? root?.fetched.source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const tree = useMemo(
    () =>
      root && target && buildTree(environment, { reference: target.reference, where, root, selected, toggle }, paths),
    [environment, target, where, root, selected, toggle, paths, version],
  );
  usePrefetch(new Map([...pendingQueries, ...(tree?.pending ?? [])]));
  useFreshTag(target && rootQuery);

  if (link.state === 'failed') return { state: 'failed', error: link.error, where: undefined, retry: () => {} };
  if (tree) return { state: 'ready', tree };
  if (document?.state !== 'failed') return { state: 'waiting' };
  const retry = () => void environment.queries.prefetchQuery(rootQuery);
  return { state: 'failed', error: document.error, where, retry };
}

/** Reads the linked document from the cache, and collects the queries it still needs. */
function readImage(environment: Environment, reference: string) {
  const pendingQueries = new Map<string, PendingQuery>();
  const link = readAddress(environment, reference, pendingQueries);
  const document = link.state === 'ready' ? readRoot(environment, link.value, pendingQueries) : undefined;
  return { link, document, pendingQueries };
}

/** Builds the tree from the cached documents, and collects the queries it still needs. */
function buildTree(
  environment: Environment,
  image: Pick<ImageTree, 'reference' | 'where' | 'root' | 'selected' | 'toggle'>,
  paths: ReadonlyMap<string, boolean>,
): ImageTree & { readonly pending: ReadonlyMap<string, PendingQuery> } {
  const { where, root, selected } = image;
  const pending = new Map<string, PendingQuery>();
  const isOpen = (path: string) => paths.get(path) ?? isOpenByItself(path);
  const source = createTreeSource({ environment, where, root, view: { isOpen, selected } }, pending);
  const rows = treeRows(source);
  const walk = walkTo(source, selected);
  const last = walk.steps.at(-1)?.node;
  if (last?.content === 'blob' && !source.documents.blobOf(last)) {
    addPendingQuery(pending, environment, contentQuery(environment, where, last.descriptor));
  }
  return { ...image, rows, walk, pending, ...source.documents };
}

/** Returns which paths are open: ancestors of the selected node, and those the user opened and did not close. */
function useOpenPaths(
  reference: string,
  selected: string,
  root: Manifest | undefined,
): [ReadonlyMap<string, boolean>, (paths: readonly string[], open: boolean) => void] {
  const [state, setState] = useState(() => ({
    reference,
    selected,
    root,
    paths: pathsTo(selected, new Map([[selected, true]]), root),
  }));
  let current = state;
  if (state.reference !== reference || state.selected !== selected || state.root !== root) {
    const known = state.reference === reference ? state.paths : new Map<string, boolean>();
    current = { reference, selected, root, paths: pathsTo(selected, known, root) };
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
