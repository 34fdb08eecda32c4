import type { Digest, Manifest, MediaType } from '../oci/index.ts';
import type { Refusal } from './refusal.ts';

/** Where in an archive the bytes of a digest are said to be. */
export interface EntryLocation {
  /** The name of its entry. */
  readonly name: string;
  readonly size: number;
  /** What refers to it, as a person can find it: `layer 2 of 3 of app:1`. Its digest is not in its name. */
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
  /** As the archive calls it: the archive's word, not a registry's. */
  readonly names: readonly string[];
  /** `os/arch[/variant]` of the image, or of an index's entries. */
  readonly platforms: readonly string[];
  /** Its manifest is not in the archive: it was made here, as containerd's importer makes it. */
  readonly isSynthesized: boolean;
  /** Foreign layers that the archive doesn't have: their manifest says where else to get them. They are not among its needs. */
  readonly foreign: ReadonlySet<Digest>;
  /** Layers whose unpacked content can't be compared with the diffIDs of the config. */
  readonly unchecked: number;
  /** All it reaches, itself too, with the sizes that are stated. */
  readonly needs: ReadonlyMap<Digest, number | undefined>;
  /** Its manifests and indexes that are at hand, what is referred to before what refers to it. */
  readonly manifests: readonly ReadManifest[];
  /** Why it cannot be imported; undefined where it can. */
  readonly broken: Refusal | undefined;
}

/** What a file holds, of whichever form. */
export interface Archive {
  readonly form: 'oci' | 'docker' | 'document';
  readonly images: readonly ArchiveImage[];
  readonly located: ReadonlyMap<Digest, EntryLocation>;
  readonly refused: readonly Refusal[];
  /** How many were refused; the list may be shorter. */
  readonly refusedCount: number;
}
