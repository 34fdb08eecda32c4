import { type Digest, isDigest, type Repository } from '../oci/index.ts';
import type { Info } from './contract.ts';

/** Marks a generated list of referrers. With `.<host>/<name>`, on a subject: the time and the digest of its newest list. */
export const referrersListLabel = 'ociscope/referrers';

/** Returns the label of a subject's newest list from a repository. */
export function referrersLabelOf({ host, name }: Repository): string {
  return `${referrersListLabel}.${host}/${name}`;
}

/** The lists of referrers that the labels of a subject name: of one repository, or of all. */
export function listsOf(labels: Info['labels'], repository?: Repository): readonly Digest[] {
  return Object.entries(labels)
    .filter(([key]) => (repository ? key === referrersLabelOf(repository) : key.startsWith(`${referrersListLabel}.`)))
    .map(([, last]) => last.split(' ')[1] ?? '')
    .filter(isDigest);
}

/** Reports whether content is such a list, which is generated and not a document of a registry. */
export function isReferrersList({ labels }: Pick<Info, 'labels'>): boolean {
  return labels[referrersListLabel] !== undefined;
}
