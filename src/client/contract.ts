import type { Reason } from '../errors/index.ts';
import type { Descriptor, Digest, MediaType } from '../oci/index.ts';
import type { TransportRequest } from './transport.ts';

/** Where content is asked for: a repository, or nothing but its digest (then the content store and what it remembers). */
export interface Where {
  readonly host: string;
  readonly name: string;
}

/** What is asked for: a digest or tag, of a repository where one is named. */
export interface Target {
  readonly where: Where | undefined;
  readonly asked: string;
}

/** Where the registry handler runs: the service worker, or (where none can) a dedicated worker, without offline opening. */
export type Mode = 'service-worker' | 'dedicated-worker';

/** Content as the worker answered it: its digest is proved there. */
export interface Fetched {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** Content-Type of the answer: the detected type of a manifest, application/octet-stream of a blob. */
  readonly mediaType: MediaType;
  readonly cache: {
    /** From the content store, without a request to the registry. */
    readonly hit: boolean;
    /** It is in the content store now. */
    readonly stored: boolean;
    /** Why it was not stored, `stale-tag`, … */
    readonly detail?: string;
  };
  /** Registry host and repository it is known to come from. */
  readonly source?: Where;
  /** When it was first stored here. */
  readonly storedAt?: Date;
  /** When a tag whose registry cannot be reached (`stale-tag`) was last seen to point to this digest. */
  readonly tagSeenAt?: Date;
  /** Why that registry cannot be asked, where the worker says so. */
  readonly staleReason?: Reason;
}

/** A page of tags or repositories. */
export interface NameList {
  readonly names: readonly string[];
  /** `last` of the page after, which may be empty; undefined at the end. Not always a name. */
  readonly next?: string;
  /** How many entries the registry gave that are no names; they were left out. */
  readonly dropped: number;
  /** The registry cannot be asked now: these are the names that were seen here before, by far not all. */
  readonly stale: boolean;
  /** Of a stale page: when each was last seen. */
  readonly seenAt: ReadonlyMap<string, Date>;
}

/** What refers to a digest: signatures, attestations, SBOMs and other artifacts. */
export interface ReferrersList {
  /** As the registry states them, each digest once; those found by a tag have it as `org.opencontainers.image.ref.name`. */
  readonly descriptors: readonly Descriptor[];
  /** From the store: this is the list of `seenAt`. */
  readonly stale: boolean;
  readonly seenAt?: Date;
}

/** Lists of a registry. Each call asks the registry, where it can be asked. */
export interface Lists {
  tags(where: Where, options?: { readonly last?: string; readonly signal?: AbortSignal }): Promise<NameList>;
  repositories(host: string, options?: { readonly last?: string; readonly signal?: AbortSignal }): Promise<NameList>;
  /** Without an artifact type all of them, which are stored for when there is no network. */
  referrers(
    where: Where,
    digest: string,
    options?: {
      readonly artifactType?: string;
      /** As last had, with no request to the registry. @throws not_found where it was never asked */
      readonly isStored?: boolean;
      readonly signal?: AbortSignal;
    },
  ): Promise<ReferrersList>;
}

/** The page's registry that is always there. Rejects with AppError, the worker's reason kept. */
export interface Client {
  /** Settles once requests can be answered; requests wait for it themselves. */
  readonly mode: Promise<Mode>;
  /** `reference` is a digest or a tag; without `where` only a digest. */
  manifest(where: Where | undefined, reference: string, options?: { readonly signal?: AbortSignal }): Promise<Fetched>;
  /** Held whole: configs and other small blobs. @throws resource_exhausted (too_large) over 4 MiB. */
  blob(where: Where | undefined, digest: string, options?: { readonly signal?: AbortSignal }): Promise<Fetched>;
  /** Digests of these that are in the content store, in one request. */
  present(digests: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<ReadonlySet<string>>;
  /** Storage used and quota in bytes, where the browser tells. */
  storage(): Promise<{ readonly usedBytes: number; readonly quotaBytes: number } | undefined>;
  readonly updates: Updates;
  /** Any answer of the worker, for what only some pages ask. Rejects with AppError where it is an error answer. */
  ask(request: TransportRequest): Promise<Response>;
  /**
   * The answer of a worker of this page alone, which ends, and with it what is not read, with `close`. What the worker asks of
   * the network counts as asked by the page: a browser may ask the person for permission, which it does for no service worker.
   */
  openDedicatedWorker(request: TransportRequest): Promise<{ readonly response: Response; close(): void }>;
}

/** A newer release of the app. */
export interface Updates {
  /** It is installed and waits for the pages of this one to go, or it took over in another tab: this page is an old one. */
  isWaiting(): boolean;
  /** Calls back when `isWaiting` has changed. */
  subscribe(changed: () => void): () => void;
  /** Lets the newer release take over; resolves when it has, or takes too long, and the page has to be reloaded. */
  apply(): Promise<void>;
}
