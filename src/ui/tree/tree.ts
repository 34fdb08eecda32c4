import type { AppError } from '../../errors/index.ts';
import type { Descriptor, Manifest } from '../../oci/index.ts';
import { groupAttestations } from './groupAttestations.ts';
import {
  childNodes,
  describe,
  layerNodes,
  layersOf,
  type OwnPlatform,
  type Root,
  rootNode,
  type TreeNode,
} from './nodes.ts';
import { referrerNodes, referrersNode } from './referrerNodes.ts';

/** State of a requested document. */
export type AsyncValue<Value> =
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'ready'; readonly value: Value };

/** A visible row of the tree. */
export interface TreeRow {
  readonly node: TreeNode;
  /** Counted like aria-level: 1 for the root. */
  readonly level: number;
  readonly setSize: number;
  readonly posInSet: number;
  readonly parentPath: string | undefined;
  /** Undefined if the row cannot be expanded. */
  readonly expanded: boolean | undefined;
  /** True while the document or its referrers are loading. */
  readonly busy: boolean;
  readonly error: AppError | undefined;
  /** Size of its content in bytes, if it was read in this tab. */
  readonly length?: number | undefined;
}

/** Data of a tree; reading it fetches nothing. */
export interface TreeSource {
  readonly root: Root;
  isOpen(path: string): boolean;
  /** Returns the state of a manifest node's document; undefined if it was not requested. */
  manifestOf(node: TreeNode): AsyncValue<Manifest> | undefined;
  /** Returns the state of a node's blob; undefined if it was not requested. */
  blobOf(node: TreeNode): AsyncValue<{ readonly bytes: Uint8Array }> | undefined;
  /** Returns the referrers of a manifest node; undefined if they are not requested. */
  referrersOf(node: TreeNode): AsyncValue<readonly Descriptor[]> | undefined;
  /** Returns the platform in an entry's own config; undefined until that is loaded. */
  readonly ownPlatformOf: OwnPlatform;
  /** Returns the history lines of a manifest's layers; empty until its config is loaded. */
  notesOf(manifest: Manifest): readonly string[];
}

/** Returns every visible row, top to bottom. */
export function treeRows(source: TreeSource): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const { manifest } = source.root;
  const root = rootNode(source.root);
  const place = { level: 1, setSize: 1, posInSet: 1, parentPath: undefined };
  if (manifest) addManifest(rows, source, root, place, manifest);
  else addNode(rows, source, root, place);
  return rows;
}

type Place = Pick<TreeRow, 'level' | 'setSize' | 'posInSet' | 'parentPath' | 'length'>;

/** Adds a node. `attestations` are those of the same index that are about it. */
function addNode(
  rows: TreeRow[],
  source: TreeSource,
  node: TreeNode,
  place: Place,
  attestations: readonly TreeNode[] = [],
): void {
  if (node.content !== 'manifest') {
    const blob = node.content === 'blob' ? source.blobOf(node) : undefined;
    const error = blob?.state === 'failed' ? blob.error : undefined;
    const length = blob?.state === 'ready' ? blob.value.bytes.length : undefined;
    rows.push({ ...place, node, expanded: undefined, busy: false, error, length });
    return;
  }
  const loaded = source.manifestOf(node);
  if (loaded?.state === 'ready') {
    addManifest(rows, source, describe(node, loaded.value), place, loaded.value, attestations);
    return;
  }
  const error = loaded?.state === 'failed' ? loaded.error : undefined;
  const isOpen = source.isOpen(node.path);
  const expanded = error && attestations.length === 0 ? undefined : isOpen;
  rows.push({ ...place, node, expanded, busy: loaded?.state === 'waiting', error });
  if (isOpen) addMembers(attestations, node, place, (child, childPlace) => addNode(rows, source, child, childPlace));
}

function addManifest(
  rows: TreeRow[],
  source: TreeSource,
  node: TreeNode,
  position: Place,
  manifest: Manifest,
  attestations: readonly TreeNode[] = [],
): void {
  const place = { ...position, length: manifest.payload().bytes.length };
  const found = hasOneFile(node, manifest) ? [] : childrenAt(source, node, manifest);
  // Links to entries of other indexes do not open the platform that an attestation is about.
  const { shown, about } = node.path === '' ? groupAttestations(found) : { shown: found, about: new Map() };
  addParent(rows, source, node, place, [...shown, ...attestations], (child, childPlace) => {
    if (child.kind === 'layers' || child.kind === 'referrers') {
      addParent(rows, source, child, childPlace, membersOf(source, child, node, manifest), (member, memberPlace) =>
        addNode(rows, source, member, memberPlace),
      );
    } else addNode(rows, source, child, childPlace, about.get(child.path));
  });
}

/** Reports whether a manifest is shown as one row: a signature, an SBOM or another artifact with one file. */
function hasOneFile({ kind, path }: TreeNode, manifest: Manifest): boolean {
  if (path === '' || kind !== 'artifact' || manifest.kind === 'index') return false;
  return (manifest.kind === 'artifact' ? manifest.blobs : manifest.layers).length <= 1;
}

/** Adds a row and, if it is open, its children by `add`. */
function addParent(
  rows: TreeRow[],
  source: TreeSource,
  node: TreeNode,
  place: Place,
  children: readonly TreeNode[],
  add: (child: TreeNode, place: Place) => void,
): void {
  const expanded = children.length > 0 ? source.isOpen(node.path) : undefined;
  // Referrers are added as the last child.
  const busy = node.content === 'manifest' && source.referrersOf(node)?.state === 'waiting';
  rows.push({ ...place, node, expanded, busy, error: undefined });
  if (expanded) addMembers(children, node, place, add);
}

function addMembers(
  children: readonly TreeNode[],
  parent: TreeNode,
  { level }: Place,
  add: (child: TreeNode, place: Place) => void,
): void {
  children.forEach((child, index) => {
    add(child, { level: level + 1, setSize: children.length, posInSet: index + 1, parentPath: parent.path });
  });
}

/** Returns the child nodes of a manifest: its content, then the group of its referrers. */
export function childrenAt(source: TreeSource, node: TreeNode, manifest: Manifest): readonly TreeNode[] {
  const referrers = source.referrersOf(node);
  const group = referrers?.state === 'ready' && referrers.value.length > 0;
  return [
    ...childNodes(node, manifest, source.ownPlatformOf),
    ...(group ? [referrersNode(node, referrers.value)] : []),
  ];
}

/** Returns the members of a group of the manifest node `owner`. */
export function membersOf(
  source: TreeSource,
  group: TreeNode,
  owner: TreeNode,
  manifest: Manifest,
): readonly TreeNode[] {
  if (group.kind === 'layers') return layerNodes(group, layersOf(manifest), source.notesOf(manifest));
  const referrers = source.referrersOf(owner);
  return referrers?.state === 'ready' ? referrerNodes(group, referrers.value) : [];
}
