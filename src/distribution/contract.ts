import type { Descriptor, Digest, Manifest } from '../oci/index.ts';

/** What the manifest store asks when it does not have a digest: by digest alone (moby distribution/manifest.go). */
export interface ManifestRemote {
  /** null is a protocol error, as moby's callers treat it. */
  get(digest: string, options: { readonly signal?: AbortSignal }): Promise<Manifest | null>;
  /** Whether the repository has it, where that can be asked. */
  exists?(digest: string, options: { readonly signal?: AbortSignal }): Promise<boolean>;
}

/** Where warnings go that no caller sees. */
export interface Log {
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  debug?(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Stored content was found not to hash to its digest any more (`corrupt`), and then replaced by its registry's (`healed`). */
export interface ContentNews {
  readonly type: 'healed' | 'corrupt';
  readonly digest: Digest;
}

/** Only the digest has to be known. */
export type ManifestDescriptor = Pick<Descriptor, 'digest'> & Partial<Descriptor>;

/** A local content store in front of a remote manifest getter. */
export interface ManifestStore {
  /**
   * The manifest of a digest, proven by it: from the local store, else from the remote, and then kept.
   *
   * @throws AppError invalid_argument malformed digest; data_loss (digest_mismatch) where the remote's bytes are others;
   * else the remote's own error, unchanged. Failures of the local store are warnings.
   */
  get(descriptor: ManifestDescriptor, options?: { readonly signal?: AbortSignal }): Promise<Manifest>;
}
