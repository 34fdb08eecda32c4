import type { Reason } from '../errors/index.ts';
import type { Descriptor, Digest, MediaType, Repository } from '../oci/index.ts';
import type { TransportRequest } from './transport.ts';

/** A digest or tag to request, in a repository or, for a digest, without one. */
export interface Target {
  readonly where: Repository | undefined;
  readonly asked: string;
}

/** The worker that runs the registry handler. The app does not open offline with a dedicated worker. */
export type Mode = 'service-worker' | 'dedicated-worker';

/** Content from the worker, which has verified its digest. */
export interface Fetched {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** Content-Type of the answer: the detected type of a manifest; application/octet-stream for a blob. */
  readonly mediaType: MediaType;
  readonly cache: {
    /** The content comes from the store, without a request to the registry. */
    readonly hit: boolean;
    /** The content is stored now. */
    readonly stored: boolean;
    /** Further detail, such as `stale-tag` or why the content was not stored. */
    readonly detail?: string;
  };
  /** A repository that is known to have the content. */
  readonly source?: Repository;
  /** Time when it was first stored. */
  readonly storedAt?: Date;
  /** Time when the tag was last seen to point to this digest; set if its registry cannot be reached (`stale-tag`). */
  readonly tagSeenAt?: Date;
  /** Reason why that registry cannot be reached, if known. */
  readonly staleReason?: Reason;
}

/** A page of tags or repositories. */
export interface NameList {
  readonly names: readonly string[];
  /** `last` parameter of the next page, which may be empty and is not always a name; undefined on the last page. */
  readonly next?: string;
  /** Number of invalid names from the registry, which were left out. */
  readonly dropped: number;
  /** The registry cannot be reached; the names are those seen in this browser before, usually not all. */
  readonly stale: boolean;
  /** Time when each name of a stale page was last seen. */
  readonly seenAt: ReadonlyMap<string, Date>;
}

/** The referrers of a digest: signatures, attestations, SBOMs and other artifacts. */
export interface ReferrersList {
  /** As the registry states them, without duplicates. Those found by a tag have it as `org.opencontainers.image.ref.name`. */
  readonly descriptors: readonly Descriptor[];
  /** The list comes from the store, as of `seenAt`. */
  readonly stale: boolean;
  readonly seenAt?: Date;
}

/** Lists of a registry. Each call sends a request to the registry if it can be reached. */
export interface Lists {
  tags(where: Repository, options?: { readonly last?: string; readonly signal?: AbortSignal }): Promise<NameList>;
  repositories(host: string, options?: { readonly last?: string; readonly signal?: AbortSignal }): Promise<NameList>;
  /** Without an artifact type, returns all referrers and stores the list for offline use. */
  referrers(
    where: Repository,
    digest: string,
    options?: {
      readonly artifactType?: string;
      /** Return the stored list without a request. @throws not_found if no list is stored */
      readonly isStored?: boolean;
      readonly signal?: AbortSignal;
    },
  ): Promise<ReferrersList>;
}

/** The page's client of the worker's registry. Rejects with AppError, with the worker's reason. */
export interface Client {
  /** Settles once requests can be answered. Requests may be sent before. */
  readonly mode: Promise<Mode>;
  /** `reference` is a digest or a tag; without a repository only a digest. */
  manifest(
    where: Repository | undefined,
    reference: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Fetched>;
  /** Reads a config or another small blob into memory. @throws resource_exhausted (too_large) over 4 MiB. */
  blob(where: Repository | undefined, digest: string, options?: { readonly signal?: AbortSignal }): Promise<Fetched>;
  /** Returns those of the digests that are stored, with one request. */
  present(digests: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<ReadonlySet<string>>;
  /** Returns the used storage and the quota in bytes; undefined if the browser does not report them. */
  storage(): Promise<{ readonly usedBytes: number; readonly quotaBytes: number } | undefined>;
  readonly updates: Updates;
  /** Reports that the first content is drawn: a worker that is being installed fetches the app's files then. */
  drawn(): void;
  /** Sends any other request to the worker. Rejects with AppError for an error answer. */
  ask(request: TransportRequest): Promise<Response>;
  /**
   * Sends a request to a new dedicated worker. `close` terminates it, and with it an unread answer. Browsers attribute its requests
   * to the page and may ask for permission, which they never do for a service worker.
   */
  openDedicatedWorker(request: TransportRequest): Promise<{ readonly response: Response; close(): void }>;
}

/** A newer release of the app. */
export interface Updates {
  /** Reports whether a newer release is waiting, or has taken over from another tab, so that this page is outdated. */
  isWaiting(): boolean;
  /** Calls `changed` when `isWaiting` may have changed. Returns the function that unsubscribes. */
  subscribe(changed: () => void): () => void;
  /** Lets the newer release take over; resolves when it has, or after a timeout. Reload the page then. */
  apply(): Promise<void>;
}
