import { parseReference } from '../../../oci/index.ts';
import type { Action, OpenImage } from '../../actions/actions.ts';
import type { DialogRequest } from '../../actions/dialogs.ts';
import { exportSubjectOf, isManifestNode, taggedName } from '../../actions/exportSubject.ts';
import { shortDigest } from '../../kit/format.ts';
import { paletteMessages } from '../../messages/find/palette.ts';

/** Returns the actions that share, export or save the selected node. */
export function fileActions(
  openDialog: (request: DialogRequest) => void,
  origin: string,
  { saved, repository, selected }: OpenImage,
): readonly Action[] {
  if (!selected) return [];
  const title = selected.path === '' ? (saved.title ?? selected.name) : selected.name;
  const tag = taggedName(parseReference(saved.reference));
  const subject = exportSubjectOf({ repository, tag }, selected, title);
  const digest = saved.digest ?? '';
  const share = () =>
    openDialog({ kind: 'share', options: { origin, repository, digest, tag, select: selected.path }, title });
  const shareAction: Action = { id: 'share', name: paletteMessages.share, fact: title, run: share };
  if (!subject) return [shareAction];
  const isImage = isManifestNode(selected);
  const run = () =>
    openDialog(isImage ? { kind: 'export', subject } : { kind: 'save', subject, size: selected.descriptor?.size });
  const fact = `${title} ${shortDigest(subject.digest)}`;
  return [shareAction, { id: 'export', name: isImage ? paletteMessages.export : paletteMessages.save, fact, run }];
}
