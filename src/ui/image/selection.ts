import type { Fetched } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import type { Detection, ImageConfig, Manifest } from '../../oci/index.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import { readConfig } from '../tree/layerNotes.ts';
import { hasImageConfig, type TreeNode } from '../tree/nodes.ts';
import type { PlatformFact } from '../tree/platformFact.ts';
import { cosignTagOf } from '../tree/referrerNodes.ts';
import { platformFact } from '../tree/titles.ts';
import type { AsyncValue } from '../tree/tree.ts';

/** The selected node with its loaded content. */
export interface Selection {
  readonly node: TreeNode;
  /** The node's own document; undefined for layers, which are not fetched, and while loading. */
  readonly fetched: Fetched | undefined;
  readonly detection: Detection | undefined;
  /** Set if the node is a manifest. */
  readonly manifest: Manifest | undefined;
  /** The manifest that contains the node, or the node itself. */
  readonly owner: Manifest | undefined;
  /** Path of the node of `owner`. */
  readonly ownerPath: string;
  /** The config of `owner`. */
  readonly config: ImageConfig | undefined;
  /** True while the config of `owner` is loading: until then the platform is known from the index only. */
  readonly isConfigAwaited: boolean;
  readonly platform: PlatformFact | undefined;
  /** The digest whose referrers list, from the registry, contains the node. */
  readonly listedFor: string | undefined;
  readonly isWaiting: boolean;
  readonly error: AppError | undefined;
}

export function readSelection(tree: ImageTree): Selection {
  const { steps, end, error } = tree.walk;
  const [root] = steps;
  const last = steps.at(-1) ?? root;
  if (!last) throw new Error('a walk begins at the root');
  const ownerStep = steps.findLast(({ manifest }) => manifest !== undefined);
  const owner = ownerStep?.manifest;
  const document = last.manifest ? tree.documentOf(last.node) : undefined;
  const blob = last.node.content === 'blob' ? (tree.blobOf(last.node) ?? { state: 'waiting' as const }) : undefined;
  // A config opened by its own digest has no containing manifest.
  const isRootConfig = last.node.kind === 'config' && (last.manifest !== undefined || steps.length === 1);
  const config = isRootConfig ? configIn(blob) : owner && tree.configOf(owner);
  const isListed = steps.at(-2)?.node.kind === 'referrers' && cosignTagOf(last.node.descriptor) === undefined;
  return {
    node: last.node,
    fetched: document?.fetched ?? (blob?.state === 'ready' ? blob.value : undefined),
    detection: document?.detection,
    manifest: last.manifest,
    owner,
    ownerPath: ownerStep?.node.path ?? '',
    config,
    isConfigAwaited: owner !== undefined && !config && hasImageConfig(owner) && !tree.configErrorOf(owner),
    platform: platformFact(steps, config),
    listedFor: isListed ? steps.at(-3)?.node.descriptor?.digest : undefined,
    isWaiting: end === 'waiting' || blob?.state === 'waiting',
    error: error ?? (blob?.state === 'failed' ? blob.error : undefined),
  };
}

function configIn(blob: AsyncValue<Fetched> | undefined): ImageConfig | undefined {
  const read = blob?.state === 'ready' ? readConfig(blob.value) : undefined;
  return read && 'config' in read ? read.config : undefined;
}
