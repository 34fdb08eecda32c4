import type { Manifest } from './manifest.ts';

/**
 * Returns the artifact type of a manifest: its own, else its config's media type; '' if it has neither (distribution-spec
 * v1.1, "Listing Referrers").
 */
export function artifactTypeOf(manifest: Manifest): string {
  if (manifest.artifactType) return manifest.artifactType;
  return manifest.kind === 'image' ? manifest.config.mediaType : '';
}
