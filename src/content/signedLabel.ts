import { type Digest, isDigest, type Repository } from '../oci/index.ts';
import type { Info } from './contract.ts';

/**
 * A signed schema1 manifest is named by the digest of its JWS payload, which a content store cannot commit its bytes under
 * (docs/decisions/signed-schema1-two-blobs.md). So both are stored, each under its own digest: the payload, and the signed
 * document. The label `ociscope/schema1.signed.<host>/<name>` of the payload names the document that this repository sent.
 * The digest does not cover signatures, so a repository never gets those that another one sent.
 */
export const signedLabel = 'ociscope/schema1.signed';

/** Returns the label's key; the bare key without a repository, as earlier releases wrote it. */
export function signedLabelOf(repository: Repository | undefined): string {
  return repository ? `${signedLabel}.${repository.host}/${repository.name}` : signedLabel;
}

/** Lists the signed documents that the labels of a payload name, of all repositories. */
export function signedOf(labels: Info['labels']): readonly Digest[] {
  return signedLabelsOf(labels)
    .flatMap((key) => labels[key] ?? [])
    .filter(isDigest);
}

/** Returns the keys of the labels that name a signed document, or this one. */
export function signedLabelsOf(labels: Info['labels'], signed?: string): readonly string[] {
  return Object.keys(labels).filter(
    (key) =>
      (key === signedLabel || key.startsWith(`${signedLabel}.`)) && (signed === undefined || labels[key] === signed),
  );
}
