import { parseReference } from '../../oci/index.ts';
import { openExport, openSave, openShare } from '../commands/openDialogs.tsx';
import type { Environment } from '../environment.ts';
import { exportSubjectOf, isWhole, taggedName } from '../exportDialog/exportSubject.ts';
import { shortDigest } from '../format.ts';
import type { Offer, OpenImage } from '../offers.ts';

/** What makes files and links of what is selected. */
export function fileOffers(environment: Environment, { opened, where, selected }: OpenImage): readonly Offer[] {
  if (!selected) return [];
  const title = selected.path === '' ? (opened.title ?? selected.name) : selected.name;
  const tag = taggedName(parseReference(opened.reference));
  const subject = exportSubjectOf({ where, tag }, selected, title);
  const { origin } = environment.window.location;
  const digest = opened.digest ?? '';
  const share = () => openShare(environment, { origin, where, digest, tag, select: selected.path }, title);
  const shareOffer: Offer = { id: 'share', name: 'Share…', fact: title, run: share };
  if (!subject) return [shareOffer];
  const isImage = isWhole(selected);
  const run = () =>
    isImage ? openExport(environment, subject) : openSave(environment, subject, selected.descriptor?.size);
  const fact = `${title} ${shortDigest(subject.digest)}`;
  return [shareOffer, { id: 'export', name: isImage ? 'Export…' : 'Save to a file…', fact, run }];
}
