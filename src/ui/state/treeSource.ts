import type { QueryKey } from '@tanstack/react-query';
import type { Fetched, ReferrersList, Where } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import type { ImageConfig, Manifest } from '../../oci/index.ts';
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

/** The documents behind the nodes, as far as they are here; asking for one fetches nothing. */
export interface Documents {
  documentOf(node: TreeNode): ManifestDocument | undefined;
  blobOf(node: TreeNode): AsyncValue<Fetched> | undefined;
  configOf(manifest: Manifest): ImageConfig | undefined;
  configErrorOf(manifest: Manifest): AppError | undefined;
  /** The platform that the config of an index entry states, as far as manifest and config are here. */
  readonly ownPlatformOf: OwnPlatform;
  referrersOf(node: TreeNode): AsyncValue<ReferrersList> | undefined;
}

export interface View {
  isOpen(path: string): boolean;
  readonly selected: string;
}

/**
 * Reads a tree's documents from the cache, and notes in `wanted` those that the view needs: manifests that are open or
 * on the way to the selected node, with the configs that name their layers' history.
 */
export function createTreeSource(
  {
    environment,
    where,
    root,
    view,
  }: {
    readonly environment: Environment;
    readonly where: Where | undefined;
    readonly root: RootDocument;
    readonly view: View;
  },
  wanted: Map<string, PendingQuery>,
): TreeSource & { readonly documents: Documents } {
  const rootManifest = root.manifest ? root : undefined;
  const cached = <Value>(queryKey: QueryKey) => readCache<Value>(environment, queryKey);
  const want = <Value>(query: DocumentQuery<Value>) => addPendingQuery(wanted, environment, query);
  const configBlob = (manifest: Manifest): AsyncValue<Fetched> | undefined =>
    manifest.kind === 'image'
      ? cached<Fetched>(blobQuery(environment, where, manifest.config.digest).queryKey)
      : undefined;
  const configOf = (manifest: Manifest): ImageConfig | undefined => {
    const blob = hasImageConfig(manifest) ? configBlob(manifest) : undefined;
    const result = blob?.state === 'ready' ? readConfig(blob.value) : undefined;
    return result && 'config' in result ? result.config : undefined;
  };
  const wantConfig = (manifest: Manifest) => {
    if (hasImageConfig(manifest) && manifest.config.digest !== '')
      want(contentQuery(environment, where, manifest.config));
  };
  const documentState = (node: TreeNode): AsyncValue<ManifestDocument> | undefined => {
    if (node.path === '') return rootManifest && { state: 'ready', value: rootManifest };
    const query = manifestQuery(environment, where, node.descriptor?.digest ?? '');
    const needed = view.isOpen(node.path) || isOnTheWay(node.path, view.selected);
    if (needed) want(query);
    const loaded = cached<ManifestDocument>(query.queryKey);
    if (needed && loaded?.state === 'ready') wantConfig(loaded.value.manifest);
    return loaded ?? (needed ? { state: 'waiting' } : undefined);
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
  /** A document that was taken for a manifest is here as that. */
  const blobOf = (node: TreeNode): AsyncValue<Fetched> | undefined => {
    const fetched = node.path === '' ? root.fetched : documentOf(node)?.fetched;
    if (fetched) return { state: 'ready', value: fetched };
    return cached<Fetched>(blobQuery(environment, where, node.descriptor?.digest ?? '').queryKey);
  };
  const referrersOf = (node: TreeNode): AsyncValue<ReferrersList> | undefined => {
    const { fetched, manifest } = documentOf(node) ?? {};
    if (!fetched || !manifest) return undefined;
    // What opens from the store opens without a request.
    const query = referrersQuery(environment, where, fetched.digest, fetched.cache.hit);
    const needed = node.path === '' || view.isOpen(node.path) || isOnTheWay(node.path, view.selected);
    // Its config, where it names one, comes first.
    const config = hasImageConfig(manifest) && manifest.config.digest !== '' ? configBlob(manifest) : nothingAwaited;
    if (needed && config && config.state !== 'waiting') want(query);
    return cached<ReferrersList>(query.queryKey) ?? (needed ? { state: 'waiting' } : undefined);
  };
  if (rootManifest) wantConfig(rootManifest.manifest);
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

/** In the place of a document that nobody waits for. */
const nothingAwaited = { state: 'none' } as const;

function errorOf(loaded: AsyncValue<unknown> | undefined): AppError | undefined {
  return loaded?.state === 'failed' ? loaded.error : undefined;
}

function isOnTheWay(path: string, selected: string): boolean {
  return selected === path || selected.startsWith(`${path}/`);
}
