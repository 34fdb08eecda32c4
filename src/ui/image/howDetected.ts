import { nonManifestForm } from '../tree/documentForm.ts';
import type { TreeNode } from '../tree/nodes.ts';
import type { Selection } from './selection.ts';

/** How a media type is known: stated in the document, worked out from one of its keys, or stated by what points here. */
export function howDetected({ detection, node, manifest, owner }: Selection): string {
  if (manifest && nonManifestForm(manifest)) return `guessed from “${detection?.from}”, but not valid`;
  if (!detection && node.path === '') return 'default blob type';
  if (detection?.from === 'mediaType') return 'declared';
  if (detection?.from === 'default') return 'detected: no key says otherwise';
  if (detection) return `detected from “${detection.from}”`;
  if (owner?.kind === 'schema1') return 'implied by schema 1';
  return node.descriptor?.mediaType === '' ? 'not declared' : statedBy(node);
}

/** The document that says what is known of a node before its bytes are read. */
export function statedBy({ path }: TreeNode): string {
  const [, group = ''] = /(manifests|referrers)\/\d+$/.exec(path) ?? [];
  if (group === 'referrers') return 'by the list of referrers';
  return group === 'manifests' ? 'by the index' : 'by the manifest';
}
