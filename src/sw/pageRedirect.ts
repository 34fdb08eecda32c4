import { type Digest, isDigest, type Repository } from '../oci/index.ts';

/** Redirects a navigation to the app's page for its URL; registry bytes must never be a document of this origin. */
export function redirectToPage(address: string): Response {
  return new Response(null, { status: 302, headers: { Location: address, 'Cache-Status': 'ociscope' } });
}

/** Returns the address of the page of an image, by tag or digest. */
export function imagePage({
  repository: { host, name },
  reference,
}: {
  readonly repository: Repository;
  readonly reference: string;
}): string {
  return `/#${host}/${name}${isDigest(reference) ? '@' : ':'}${reference}`;
}

/** Returns the address of the page of a digest, whatever repository it is in. */
export function contentPage({ digest }: { readonly digest: Digest }): string {
  return `/#${digest}`;
}

/** Returns the address of the page of a digest in a repository. */
export function subjectPage({
  repository,
  digest,
}: {
  readonly repository: Repository;
  readonly digest: Digest;
}): string {
  return imagePage({ repository, reference: digest });
}
