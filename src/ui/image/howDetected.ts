import { nonManifestForm } from '../tree/documentForm.ts';
import type { TreeNode } from '../tree/nodes.ts';
import type { Selection } from './selection.ts';

/** Returns how a media type is known: declared in the document, detected from a key, or stated by its parent. */
export function howDetected({ detection, node, manifest, owner }: Selection): string {
  if (manifest && nonManifestForm(manifest)) return `guessed from “${detection?.from}”, but not valid`;
  if (!detection && node.path === '') return 'default blob type';
  if (detection?.from === 'mediaType') return 'declared';
  if (detection?.from === 'default') return 'default';
  if (detection) return `detected from “${detection.from}”`;
  if (owner?.kind === 'schema1') return 'implied by schema 1';
  return node.descriptor?.mediaType === '' ? 'not declared' : statedBy(node);
}

/** Names the document that states a node's facts before its bytes are read. */
export function statedBy({ path }: TreeNode): string {
  const [, group = ''] = /(manifests|referrers)\/\d+$/.exec(path) ?? [];
  if (group === 'referrers') return 'by the list of referrers';
  return group === 'manifests' ? 'by the index' : 'by the manifest';
}
