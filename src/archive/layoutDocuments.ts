import {
  type Digest,
  digestAlgorithm,
  digestEncoded,
  formatFamiliar,
  formatReference,
  mediaTypes,
  type NamedReference,
} from '../oci/index.ts';

/** A manifest's entry in `index.json`. */
export interface LayoutEntry {
  readonly digest: Digest;
  readonly mediaType: string;
  /** bytes */
  readonly size: number;
  readonly artifactType?: string | undefined;
}

/** A plain image, for programs that read `docker save` archives. */
export interface LayoutImage {
  readonly config: Digest;
  /** In the order of the manifest. */
  readonly layers: readonly Digest[];
}

/** image-spec v1.1, image-layout.md. */
export const layoutMarker = JSON.stringify({ imageLayoutVersion: '1.0.0' });

export function blobPath(digest: Digest): string {
  return `blobs/${digestAlgorithm(digest)}/${digestEncoded(digest)}`;
}

/**
 * Returns `index.json`: the root, named as skopeo and umoci read it (`org.opencontainers.image.ref.name`, the tag alone)
 * and as containerd, docker and podman do (`io.containerd.image.name`, the complete reference), then its referrers.
 */
export function layoutIndex(root: LayoutEntry, referrers: readonly LayoutEntry[], name?: NamedReference): string {
  const tagged = taggedName(name);
  const annotations = tagged && {
    'io.containerd.image.name': formatReference(tagged),
    'org.opencontainers.image.ref.name': tagged.tag,
  };
  const manifests = [{ ...descriptorOf(root), ...(annotations && { annotations }) }, ...referrers.map(descriptorOf)];
  return JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });
}

/**
 * Returns `manifest.json` as `docker save` writes it since version 25, with the layers' paths in the layout (moby
 * image/tarexport). Programs that cannot read an OCI layout in a tar use it: docker without containerd's image store,
 * crane, `docker-archive:`.
 */
export function dockerManifest({ config, layers }: LayoutImage, name?: NamedReference): string {
  const tagged = taggedName(name);
  const tags = tagged ? [formatFamiliar(tagged)] : [];
  return JSON.stringify([{ Config: blobPath(config), RepoTags: tags, Layers: layers.map(blobPath) }]);
}

/** Drops the digest from a name: the file has its content. */
function taggedName(name: NamedReference | undefined): (NamedReference & { readonly tag: string }) | undefined {
  return name?.tag === undefined ? undefined : { domain: name.domain, path: name.path, tag: name.tag };
}

function descriptorOf({ mediaType, digest, size, artifactType }: LayoutEntry): object {
  return { mediaType, digest, size, ...(artifactType ? { artifactType } : {}) };
}
