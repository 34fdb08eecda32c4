import type { AppError } from '../../errors/index.ts';
import type { Manifest } from '../../oci/index.ts';
import { ancestorsOf, isNodePath } from './nodePath.ts';
import { describe, rootNode, type TreeNode } from './nodes.ts';
import { childrenAt, membersOf, type TreeSource } from './tree.ts';

/** A node on the path from the root to the target. */
export interface Step {
  readonly node: TreeNode;
  /** The manifest of a loaded manifest node. */
  readonly manifest: Manifest | undefined;
}

/** Result of following a path: complete, up to the loaded documents, a failure, or no such node. */
export interface Walk {
  readonly steps: readonly Step[];
  readonly end: 'found' | 'waiting' | 'failed' | 'missing';
  readonly error: AppError | undefined;
}

/** Follows a node path through the loaded documents. Rows need not be open. */
export function walkTo(source: TreeSource, path: string): Walk {
  const steps: Step[] = [{ node: rootNode(source.root), manifest: source.root.manifest }];
  if (!isNodePath(path)) return { steps, end: 'missing', error: undefined };
  for (const next of path === '' ? [] : [...ancestorsOf(path).slice(1), path]) {
    const parent = steps.at(-1);
    const found = parent && nodesUnder(source, steps).find((node) => node.path === next);
    if (!found) return { steps, ...whyMissing(source, parent, next) };
    const loaded = found.content === 'manifest' ? source.manifestOf(found) : undefined;
    const manifest = loaded?.state === 'ready' ? loaded.value : undefined;
    steps.push({ node: manifest ? describe(found, manifest) : found, manifest });
    if (loaded && loaded.state !== 'ready') {
      return loaded.state === 'failed'
        ? { steps, end: 'failed', error: loaded.error }
        : { steps, end: 'waiting', error: undefined };
    }
  }
  return { steps, end: 'found', error: undefined };
}

/** Returns the child nodes of the last step, which may be a group. */
function nodesUnder(source: TreeSource, steps: readonly Step[]): readonly TreeNode[] {
  const { node, manifest } = steps.at(-1) ?? {};
  if (!node) return [];
  if (manifest) return childrenAt(source, node, manifest);
  const owner = steps.at(-2);
  return owner?.manifest ? membersOf(source, node, owner.node, owner.manifest) : [];
}

/** Returns why a step is missing. Referrers are requested after their subject, so a link to one may have to wait. */
function whyMissing(source: TreeSource, parent: Step | undefined, path: string): Pick<Walk, 'end' | 'error'> {
  const referrers = parent?.manifest && path.endsWith('referrers') ? source.referrersOf(parent.node) : undefined;
  if (referrers?.state === 'failed') return { end: 'failed', error: referrers.error };
  return { end: referrers?.state === 'waiting' ? 'waiting' : 'missing', error: undefined };
}
