import type { Descriptor } from './descriptor.ts';
import type { MediaType } from './mediaType.ts';

/** The exact bytes of a manifest and the type they were read as. */
export interface Payload {
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

interface ManifestBase {
  /** Lists the descriptors in document order: config then layers; entries; fsLayers; blobs. */
  references(): readonly Descriptor[];
  /** Returns the exact bytes received, never serialised again. */
  payload(): Payload;
  /** As stated; undefined if absent. Any integer is accepted (docs/manifest-store.md section 5). */
  readonly schemaVersion: number | undefined;
  readonly artifactType?: string;
  readonly subject?: Descriptor;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** OCI image manifest or Docker schema2. `config` is an empty descriptor if the document has none. */
export interface ImageManifest extends ManifestBase {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** OCI image index or Docker manifest list. */
export interface IndexManifest extends ManifestBase {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

/** Docker schema1, signed (JWS) or not. Layers and history are newest first, as in the document. */
export interface Schema1Manifest extends ManifestBase {
  readonly kind: 'schema1';
  readonly signed: boolean;
  readonly name: string;
  readonly tag: string;
  readonly architecture: string;
  readonly layers: readonly Descriptor[];
  /** Each `v1Compatibility` string, in document order. */
  readonly history: readonly string[];
  /** The bytes that its registry digest hashes: the JWS payload, or the document itself if it is unsigned. */
  readonly canonicalBytes: Uint8Array;
}

/** The deprecated OCI artifact manifest (image-spec 1.1.0-rc2, artifact.md). */
export interface ArtifactManifest extends ManifestBase {
  readonly kind: 'artifact';
  readonly blobs: readonly Descriptor[];
}

/** A parsed manifest: references and payload, as distribution's `Manifest`, and its fields. */
export type Manifest = ImageManifest | IndexManifest | Schema1Manifest | ArtifactManifest;
