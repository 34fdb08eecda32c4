import type { Where } from '../../client/index.ts';
import { type Digest, isAnyManifestType, isDigest, type MediaType, type Reference } from '../../oci/index.ts';
import type { TreeNode } from '../tree/nodes.ts';

/** What becomes a file, or is shared. */
export interface ExportSubject {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  /** Where what is missing is fetched from. */
  readonly where: Where | undefined;
  /** What the file may call it: a tagged reference; '' where it has none. */
  readonly name: string;
  /** `Index of 3 platforms`, `Layer 2 of 3`. */
  readonly title: string;
}

/** Undefined for a group of rows, and for what no digest names that can be read here. */
export function exportSubjectOf(
  { where, tag }: { readonly where: Where | undefined; readonly tag: string },
  { path, descriptor }: Pick<TreeNode, 'path' | 'descriptor'>,
  title: string,
): ExportSubject | undefined {
  if (!descriptor || !isDigest(descriptor.digest)) return undefined;
  const { digest, mediaType } = descriptor;
  // What refers to an image is another thing, whatever the image is called.
  const isOf = path === '' || /^manifests\/\d+(\/manifests\/\d+)*$/.test(path);
  return { digest, mediaType, where, name: isOf ? tag : '', title };
}

/** `docker.io/library/alpine:3.20`; '' where it was opened by its digest. */
export function taggedName(reference: Reference): string {
  if (reference.domain === undefined) return '';
  const { domain, path, tag, digest } = reference;
  if (tag === undefined && digest !== undefined) return '';
  return `${domain}/${path}:${tag ?? 'latest'}`;
}

/** An image, index or artifact, which other content belongs to. */
export function isWhole({ content, descriptor }: Pick<TreeNode, 'content' | 'descriptor'>): boolean {
  return content === 'manifest' || isAnyManifestType(descriptor?.mediaType ?? '');
}
