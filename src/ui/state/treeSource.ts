import type { QueryKey } from '@tanstack/react-query';
import type { Fetched, ReferrersList } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import type { ImageConfig, Manifest, Repository } from '../../oci/index.ts';
import { layerNotes, readConfig } from '../tree/layerNotes.ts';
import { hasImageConfig, type OwnPlatform, type TreeNode } from '../tree/nodes.ts';
import { platformOfConfig } from '../tree/platformFact.ts';
import type { AsyncValue, TreeSource } from '../tree/tree.ts';
import {
  blobQuery,
  contentQuery,
  type DocumentQuery,
  type ManifestDocument,
  manifestQuery,
  type RootDocument,
} from './documents.ts';
import type { Environment } from './environment.ts';
import { addPendingQuery, type PendingQuery, readCache } from './pendingQueries.ts';
import { referrersQuery } from './referrersQuery.ts';
import { rootOf } from './rootDocument.ts';

/** Access to the cached documents of the nodes; never fetches one. */
export interface Documents {
  documentOf(node: TreeNode): ManifestDocument | undefined;
  blobOf(node: TreeNode): AsyncValue<Fetched> | undefined;
  configOf(manifest: Manifest): ImageConfig | undefined;
  configErrorOf(manifest: Manifest): AppError | undefined;
  /** Returns the platform in the config of an index entry, if its manifest and config are cached. */
  readonly ownPlatformOf: OwnPlatform;
  referrersOf(node: TreeNode): AsyncValue<ReferrersList> | undefined;
}

export interface View {
  isOpen(path: string): boolean;
  readonly selected: string;
}

/**
 * Reads a tree's documents from the cache, and adds the missing ones that the view needs to `pending`: manifests that are open or
 * ancestors of the selected node, and the configs with their layers' history.
 */
export function createTreeSource(
  {
    environment,
    where,
    root,
    view,
  }: {
    readonly environment: Environment;
    readonly where: Repository | undefined;
    readonly root: RootDocument;
    readonly view: View;
  },
  pending: Map<string, PendingQuery>,
): TreeSource & { readonly documents: Documents } {
  const rootManifest = root.manifest ? root : undefined;
  const cached = <Value>(queryKey: QueryKey) => readCache<Value>(environment, queryKey);
  const prefetch = <Value>(query: DocumentQuery<Value>) => addPendingQuery(pending, environment, query);
  const configBlob = (manifest: Manifest): AsyncValue<Fetched> | undefined =>
    manifest.kind === 'image'
      ? cached<Fetched>(blobQuery(environment, where, manifest.config.digest).queryKey)
      : undefined;
  const configOf = (manifest: Manifest): ImageConfig | undefined => {
    const blob = hasImageConfig(manifest) ? configBlob(manifest) : undefined;
    const result = blob?.state === 'ready' ? readConfig(blob.value) : undefined;
    return result && 'config' in result ? result.config : undefined;
  };
  const prefetchConfig = (manifest: Manifest) => {
    if (hasImageConfig(manifest) && manifest.config.digest !== '')
      prefetch(contentQuery(environment, where, manifest.config));
  };
  const documentState = (node: TreeNode): AsyncValue<ManifestDocument> | undefined => {
    if (node.path === '') return rootManifest && { state: 'ready', value: rootManifest };
    const query = manifestQuery(environment, where, node.descriptor?.digest ?? '');
    const isNeeded = view.isOpen(node.path) || isAncestorOf(node.path, view.selected);
    if (isNeeded) prefetch(query);
    const loaded = cached<ManifestDocument>(query.queryKey);
    if (isNeeded && loaded?.state === 'ready') prefetchConfig(loaded.value.manifest);
    return loaded ?? (isNeeded ? { state: 'waiting' } : undefined);
  };
  const documentOf = (node: TreeNode): ManifestDocument | undefined => {
    if (node.path === '') return rootManifest;
    const loaded = cached<ManifestDocument>(manifestQuery(environment, where, node.descriptor?.digest ?? '').queryKey);
    return loaded?.state === 'ready' ? loaded.value : undefined;
  };
  const ownPlatformOf: OwnPlatform = ({ digest }) => {
    const loaded = cached<ManifestDocument>(manifestQuery(environment, where, digest).queryKey);
    return loaded?.state === 'ready' ? platformOfConfig(configOf(loaded.value.manifest)) : undefined;
  };
  /** Manifest nodes are served from the manifest cache. */
  const blobOf = (node: TreeNode): AsyncValue<Fetched> | undefined => {
    const fetched = node.path === '' ? root.fetched : documentOf(node)?.fetched;
    if (fetched) return { state: 'ready', value: fetched };
    return cached<Fetched>(blobQuery(environment, where, node.descriptor?.digest ?? '').queryKey);
  };
  const referrersOf = (node: TreeNode): AsyncValue<ReferrersList> | undefined => {
    const { fetched, manifest } = documentOf(node) ?? {};
    if (!fetched || !manifest) return undefined;
    // An image that is opened from the store stays without requests.
    const query = referrersQuery(environment, where, fetched.digest, fetched.cache.hit);
    const isNeeded = node.path === '' || view.isOpen(node.path) || isAncestorOf(node.path, view.selected);
    // The config, if there is one, is requested first.
    const config = hasImageConfig(manifest) && manifest.config.digest !== '' ? configBlob(manifest) : nothingAwaited;
    if (isNeeded && config && config.state !== 'waiting') prefetch(query);
    return cached<ReferrersList>(query.queryKey) ?? (isNeeded ? { state: 'waiting' } : undefined);
  };
  if (rootManifest) prefetchConfig(rootManifest.manifest);
  return {
    root: rootOf(root),
    isOpen: view.isOpen,
    manifestOf: (node) => {
      const loaded = documentState(node);
      return loaded?.state === 'ready' ? { state: 'ready', value: loaded.value.manifest } : loaded;
    },
    blobOf,
    referrersOf: (node) => {
      const loaded = referrersOf(node);
      return loaded?.state === 'ready' ? { state: 'ready', value: loaded.value.descriptors } : loaded;
    },
    ownPlatformOf,
    notesOf: (manifest) => layerNotes(manifest, configOf(manifest)),
    documents: {
      referrersOf,
      documentOf,
      blobOf,
      configOf,
      ownPlatformOf,
      configErrorOf: (manifest) => {
        const blob = configBlob(manifest);
        if (blob?.state !== 'ready') return errorOf(blob);
        const result = hasImageConfig(manifest) ? readConfig(blob.value) : undefined;
        return result && 'error' in result ? result.error : undefined;
      },
    },
  };
}

/** Used if there is no config to wait for. */
const nothingAwaited = { state: 'none' } as const;

function errorOf(loaded: AsyncValue<unknown> | undefined): AppError | undefined {
  return loaded?.state === 'failed' ? loaded.error : undefined;
}

function isAncestorOf(path: string, selected: string): boolean {
  return selected === path || selected.startsWith(`${path}/`);
}
