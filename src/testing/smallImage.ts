import { pushBlob, pushManifest, sha256 } from './pushContent.ts';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';

/** An OCI image of one layer, as its registry has it. */
export interface SmallImage {
  readonly digest: string;
  readonly mediaType: string;
  readonly manifest: string;
  readonly layer: string;
  readonly layerText: string;
}

/** Pushes an image with requests alone, for tests that want to know where its bytes go rather than what they are. */
export async function pushSmallImage(host: string, repository: string): Promise<SmallImage> {
  const layerText = `a layer of ${repository}\n`.repeat(20);
  const layer = await pushBlob(host, repository, layerText);
  const config = await pushBlob(host, repository, JSON.stringify({ architecture: 'amd64', os: 'linux' }));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  });
  const digest = sha256(manifest);
  await pushManifest(host, repository, 'latest', manifest, mediaType);
  return { digest, mediaType, manifest, layer: layer.digest, layerText };
}
