/** A number of items, and the sum of their sizes as far as they are known. */
export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** Progress of a job, in bytes or as an amount. `total` is absent while it is unknown. */
export interface Progress<Unit extends number | Amount = number> {
  readonly done: Unit;
  readonly total?: Unit;
}

/** Progress of reading an archive of images, in bytes of the file, which may be compressed. */
export interface ImportProgress extends Progress {
  readonly total: number;
  /** Name of the entry that is being read. */
  readonly entry: string;
  /** Number of entries read so far, and of images found in them. */
  readonly entries: number;
  readonly images: number;
  /** Number of requested blobs; absent until the import of blobs begins. */
  readonly blobs?: Required<Progress>;
}
