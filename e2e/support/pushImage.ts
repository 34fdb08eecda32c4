import { pushBlob, pushManifest, sha256 } from '../../src/testing/servers/pushContent.ts';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';

export interface PushedImage {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
  readonly config: string;
  readonly layer: string;
}

/** Pushes an image of one layer, with a manifest, config and layer that no other test has. */
export async function pushImage(
  host: string,
  repository: string,
  author: string,
  { tag }: { readonly tag?: string } = {},
): Promise<PushedImage> {
  const config = await pushBlob(host, repository, JSON.stringify({ architecture: 'amd64', os: 'linux', author }));
  const layer = await pushBlob(host, repository, `a layer of ${author}`);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  });
  const digest = sha256(manifest);
  await pushManifest(host, repository, digest, manifest, mediaType);
  if (tag !== undefined) await pushManifest(host, repository, tag, manifest, mediaType);
  return { digest, manifest, mediaType, config: config.digest, layer: layer.digest };
}
