import type { Repository } from '../../oci/index.ts';
import { type Digest, isAnyManifestType, isDigest, type MediaType, type Reference } from '../../oci/index.ts';
import type { TreeNode } from '../tree/nodes.ts';

/** Content to export or share. */
export interface ExportSubject {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  /** Repository that missing content is downloaded from. */
  readonly repository: Repository | undefined;
  /** Tagged reference for the image's name in the file; '' without one. */
  readonly name: string;
  /** `Index of 3 platforms`, `Layer 2 of 3`. */
  readonly title: string;
}

/** Returns undefined for a group of rows and for an unsupported digest. */
export function exportSubjectOf(
  { repository, tag }: { readonly repository: Repository | undefined; readonly tag: string },
  { path, descriptor }: Pick<TreeNode, 'path' | 'descriptor'>,
  title: string,
): ExportSubject | undefined {
  if (!descriptor || !isDigest(descriptor.digest)) return undefined;
  const { digest, mediaType } = descriptor;
  // Referrers don't have the image's name.
  const isImage = path === '' || /^manifests\/\d+(\/manifests\/\d+)*$/.test(path);
  return { digest, mediaType, repository, name: isImage ? tag : '', title };
}

/** Returns `docker.io/library/alpine:3.20`; '' for a reference by digest. */
export function taggedName(reference: Reference): string {
  if (reference.domain === undefined) return '';
  const { domain, path, tag, digest } = reference;
  if (tag === undefined && digest !== undefined) return '';
  return `${domain}/${path}:${tag ?? 'latest'}`;
}

/** Reports whether a node is a manifest: an image, index or artifact. */
export function isManifestNode({ content, descriptor }: Pick<TreeNode, 'content' | 'descriptor'>): boolean {
  return content === 'manifest' || isAnyManifestType(descriptor?.mediaType ?? '');
}
