import type { AppError } from '../errors/index.ts';
import type { Descriptor, Manifest } from '../oci/index.ts';
import { childNodes, describe, layerNodes, layersOf, rootNode, type TreeNode } from './nodes.ts';

/** What is known of a document that was asked for. */
export type Loaded<Value> =
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'ready'; readonly value: Value };

/** A row as it is drawn. */
export interface TreeRow {
  readonly node: TreeNode;
  /** 1 is the root's, as aria-level counts. */
  readonly level: number;
  readonly setSize: number;
  readonly posInSet: number;
  readonly parentPath: string | undefined;
  /** Undefined where there is nothing to open. */
  readonly expanded: boolean | undefined;
  readonly busy: boolean;
  readonly error: AppError | undefined;
}

/** What a tree is drawn from; nothing here fetches. */
export interface TreeSource {
  readonly root: { readonly descriptor: Descriptor; readonly manifest: Manifest };
  isOpen(path: string): boolean;
  /** Of a manifest node, whether or not it was asked for; undefined where it was not. */
  manifestOf(node: TreeNode): Loaded<Manifest> | undefined;
  /** The failure of a node's blob, where there is one. */
  blobErrorOf(node: TreeNode): AppError | undefined;
  /** History lines of a manifest's layers, as far as its config is here. */
  notesOf(manifest: Manifest): readonly string[];
}

/** Every row that is to be seen, top to bottom. */
export function treeRows(source: TreeSource): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const root = rootNode(source.root.descriptor, source.root.manifest);
  addManifest(rows, source, root, { level: 1, setSize: 1, posInSet: 1, parentPath: undefined }, source.root.manifest);
  return rows;
}

type Place = Pick<TreeRow, 'level' | 'setSize' | 'posInSet' | 'parentPath'>;

function addNode(rows: TreeRow[], source: TreeSource, node: TreeNode, place: Place): void {
  if (node.content !== 'manifest') {
    const error = node.content === 'blob' ? source.blobErrorOf(node) : undefined;
    rows.push({ ...place, node, expanded: undefined, busy: false, error });
    return;
  }
  const loaded = source.manifestOf(node);
  if (loaded?.state === 'ready') {
    addManifest(rows, source, describe(node, loaded.value), place, loaded.value);
    return;
  }
  const error = loaded?.state === 'failed' ? loaded.error : undefined;
  const expanded = error ? undefined : source.isOpen(node.path);
  rows.push({ ...place, node, expanded, busy: loaded?.state === 'waiting', error });
}

function addManifest(rows: TreeRow[], source: TreeSource, node: TreeNode, place: Place, manifest: Manifest): void {
  const expanded = node.opens && source.isOpen(node.path);
  rows.push({ ...place, node, expanded: node.opens ? expanded : undefined, busy: false, error: undefined });
  if (!expanded) return;
  const children = childNodes(node, manifest);
  children.forEach((child, index) => {
    const childPlace = placeUnder(node, place, children.length, index);
    if (child.kind === 'layers') addGroup(rows, source, child, childPlace, manifest);
    else addNode(rows, source, child, childPlace);
  });
}

function addGroup(rows: TreeRow[], source: TreeSource, group: TreeNode, place: Place, manifest: Manifest): void {
  const expanded = group.opens && source.isOpen(group.path);
  rows.push({ ...place, node: group, expanded: group.opens ? expanded : undefined, busy: false, error: undefined });
  if (!expanded) return;
  const layers = layerNodes(group, layersOf(manifest), source.notesOf(manifest));
  layers.forEach((layer, index) => {
    addNode(rows, source, layer, placeUnder(group, place, layers.length, index));
  });
}

function placeUnder(parent: TreeNode, place: Place, setSize: number, index: number): Place {
  return { level: place.level + 1, setSize, posInSet: index + 1, parentPath: parent.path };
}
