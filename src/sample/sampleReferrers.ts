import { type Digest, mediaTypes } from '../oci/index.ts';
import type { ImageLayout, WrittenDescriptor } from './writeSampleLayout.ts';

/**
 * Lists the manifests with this digest as their `subject`, with artifact type and annotations, as a list of referrers has them
 * (distribution-spec v1.1, "Listing Referrers").
 */
export function listReferrers(layout: ImageLayout, subject: Digest): readonly WrittenDescriptor[] {
  return [...layout.blobs].flatMap(([digest, { mediaType, bytes }]) => {
    if (mediaType !== mediaTypes.ociManifest) return [];
    const manifest: WrittenManifest = JSON.parse(new TextDecoder().decode(bytes));
    if (manifest.subject?.digest !== subject) return [];
    const artifactType = manifest.artifactType ?? manifest.config.mediaType;
    const { annotations } = manifest;
    return [{ mediaType, digest, size: bytes.length, artifactType, ...(annotations ? { annotations } : {}) }];
  });
}

/** A manifest as `buildImage` and `buildReferrer` write it, so it needs no validation. */
interface WrittenManifest {
  readonly artifactType?: string;
  readonly config: { readonly mediaType: string };
  readonly subject?: { readonly digest: string };
  readonly annotations?: Readonly<Record<string, string>>;
}
