import type { Descriptor, Digest, Manifest } from '../oci/index.ts';

/** The remote that the manifest store asks by digest if it does not have the content (moby distribution/manifest.go). */
export interface ManifestRemote {
  /** Fetches a manifest; null is a protocol error, as in moby's callers. */
  get(digest: string, options: { readonly signal?: AbortSignal }): Promise<Manifest | null>;
  /** Reports whether the repository has it, if that can be asked. */
  exists?(digest: string, options: { readonly signal?: AbortSignal }): Promise<boolean>;
}

/** Receives warnings that do not reach a caller. */
export interface Log {
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  debug?(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Reports stored content that does not match its digest (`corrupt`), or was replaced by the registry's copy (`healed`). */
export interface ContentEvent {
  readonly type: 'healed' | 'corrupt';
  readonly digest: Digest;
}

/** Only the digest is required. */
export type ManifestDescriptor = Pick<Descriptor, 'digest'> & Partial<Descriptor>;

/** A local content store in front of a remote manifest getter. */
export interface ManifestStore {
  /**
   * Returns the verified manifest of a digest: from the local store, else from the remote, and then stores it.
   * @throws AppError invalid_argument malformed digest; data_loss (digest_mismatch) if the remote's bytes do not match;
   * else the remote's own error, unchanged. Failures of the local store are warnings.
   */
  get(descriptor: ManifestDescriptor, options?: { readonly signal?: AbortSignal }): Promise<Manifest>;
}
