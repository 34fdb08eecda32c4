import type { Digest, MediaType } from '../oci/index.ts';
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
}

/** A newer release of the app that is installed and waits for the pages of this one to go. */
export interface Updates {
  isWaiting(): boolean;
  /** Calls back when `isWaiting` has changed. */
  subscribe(changed: () => void): () => void;
  /** Lets the newer release take over; resolves when it has, and the page is to be loaded anew. */
  apply(): Promise<void>;
}
