import { createHash } from 'node:crypto';
import { type Digest, type MediaType, mediaTypes, parseDigest } from '../oci/index.ts';

/** A descriptor as it is written into a document. `size` in bytes. */
export interface WrittenDescriptor {
  readonly mediaType: MediaType;
  readonly digest: Digest;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly architecture: string; readonly os: string; readonly variant?: string };
}

export interface LayoutBlob {
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

/** An OCI image layout of one repository in memory (image-spec image-layout.md). */
export interface ImageLayout {
  readonly repository: string;
  readonly tags: ReadonlyMap<string, WrittenDescriptor>;
  readonly blobs: ReadonlyMap<Digest, LayoutBlob>;
}

/** A layout that is being written. Added content is stored at once; the result is its descriptor. */
export interface LayoutWriter extends ImageLayout {
  add(mediaType: MediaType, bytes: Uint8Array): WrittenDescriptor;
  /** Adds a document as JSON, indented by two spaces, keys in the given order. */
  addJson(mediaType: MediaType, document: object): WrittenDescriptor;
  tag(name: string, descriptor: WrittenDescriptor): void;
}

export function createLayout(repository: string): LayoutWriter {
  const tags = new Map<string, WrittenDescriptor>();
  const blobs = new Map<Digest, LayoutBlob>();
  const add = (mediaType: MediaType, bytes: Uint8Array): WrittenDescriptor => {
    const digest = sha256(bytes);
    blobs.set(digest, { mediaType, bytes });
    return { mediaType, digest, size: bytes.length };
  };
  return {
    repository,
    tags,
    blobs,
    add,
    addJson: (mediaType, document) => add(mediaType, encodeJson(document)),
    tag: (name, descriptor) => {
      tags.set(name, descriptor);
    },
  };
}

/** Lists the files of the layout as a folder, which skopeo reads as `oci:<folder>:<tag>`: path relative to its root, and bytes. */
export function layoutFiles(layout: ImageLayout): ReadonlyMap<string, Uint8Array> {
  const manifests = [...layout.tags].map(([name, descriptor]) => ({
    ...descriptor,
    annotations: { ...descriptor.annotations, 'org.opencontainers.image.ref.name': name },
  }));
  return new Map([
    ['oci-layout', encodeJson({ imageLayoutVersion: '1.0.0' })],
    ['index.json', encodeJson({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests })],
    ...[...layout.blobs].map(([digest, { bytes }]) => [`blobs/${digest.replace(':', '/')}`, bytes] as const),
  ]);
}

export function sha256(bytes: Uint8Array): Digest {
  return parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}

function encodeJson(document: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document, undefined, 2));
}
