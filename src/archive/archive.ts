import type { Digest, Manifest, MediaType } from '../oci/index.ts';
import type { Refusal } from './refusal.ts';

/** Location of a digest's bytes in an archive, as the archive states it. */
export interface EntryLocation {
  /** The name of its entry. */
  readonly name: string;
  readonly size: number;
  /**
   * The content that refers to it, as a person can find it: `layer 2 of 3 of app:1`. Set if the entry's name does not
   * contain the digest.
   */
  readonly role?: string | undefined;
}

/** A manifest or index that was read. */
export interface ReadManifest {
  readonly digest: Digest;
  readonly manifest: Manifest;
}

/** An image, index or artifact that an archive names. */
export interface ArchiveImage {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  /** Names given by the archive, not by a registry. */
  readonly names: readonly string[];
  /** `os/arch[/variant]` of the image, or of an index's entries. */
  readonly platforms: readonly string[];
  /** Its manifest is not in the archive and was generated, as containerd's importer does. */
  readonly isSynthesized: boolean;
  /** Foreign layers that the archive doesn't have: their manifest has `urls`. They are not among its needs. */
  readonly foreign: ReadonlySet<Digest>;
  /** Layers whose unpacked content can't be compared with the diffIDs of the config. */
  readonly unchecked: number;
  /** All digests it reaches, including itself, with the sizes that are stated. */
  readonly needs: ReadonlyMap<Digest, number | undefined>;
  /** Its manifests and indexes that the archive has, children before parents. */
  readonly manifests: readonly ReadManifest[];
  /** Reason why it cannot be imported; undefined if it can. */
  readonly broken: Refusal | undefined;
}

/** Contents of a file of any supported form. */
export interface Archive {
  readonly form: 'oci' | 'docker' | 'document';
  readonly images: readonly ArchiveImage[];
  readonly located: ReadonlyMap<Digest, EntryLocation>;
  readonly refused: readonly Refusal[];
  /** Number of refusals; the list may be shorter. */
  readonly refusedCount: number;
}
