import type { AppError } from '../errors/index.ts';
import type { Descriptor, Digest, MediaType } from '../oci/index.ts';
import type { Credential, Credentials, SignInRequest } from './credentials.ts';
import type { Hosts } from './endpoints.ts';

/** A repository of a registry: `host` as in a reference (`docker.io`, `localhost:5000`), `name` its path. */
export interface Repository {
  readonly host: string;
  readonly name: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/** A manifest as a registry gave it: whole, at most 4 MiB, not yet believed. */
export interface RemoteManifest {
  readonly bytes: Uint8Array;
  /** Computed from the bytes: by digest in the asked algorithm, by tag in that of the stated digest, else sha256. */
  readonly digest: Digest;
  /** The Content-Type header without parameters; undefined where absent. A hint, never the truth. */
  readonly contentType: MediaType | undefined;
  /** Docker-Content-Digest where CORS shows it; undefined, never ''. */
  readonly statedDigest: string | undefined;
}

export interface RemoteBlob {
  readonly body: ReadableStream<Uint8Array>;
  /** bytes of this answer, where known */
  readonly length: number | undefined;
  /** The range given and the whole size, where a range was asked for and honoured; undefined on a whole answer. */
  readonly range: { readonly start: number; readonly end: number; readonly total: number | undefined } | undefined;
  /** The browser unpacks it (`Content-Encoding`), so that nobody knows its length. Absent where CORS hides that. */
  readonly isEncoded?: boolean;
}

/** Which part of a list of names is wanted. */
export interface PageOptions extends RequestOptions {
  /** At most so many names; registries may give fewer, or ignore it. Default 1000. */
  readonly n?: number;
  /** `next` of the page before. */
  readonly last?: string;
}

/** A part of a list of tags or repositories, in the registry's order. */
export interface NamePage {
  readonly names: readonly string[];
  /**
   * `last` of the page after; undefined at the end. A name, or `?` and a query where the registry pages by something
   * else. Where CORS hides `Link`, a page that looks full has one, so the page after may be empty.
   */
  readonly next?: string;
  /** How many entries were left out because they are no names by the grammar of distribution/reference. */
  readonly dropped: number;
}

/** What a tag stands for, as the registry says: not proven, since nothing was read. */
export interface ResolvedTag {
  readonly digest: Digest;
  /** Undefined where the registry or CORS does not tell. */
  readonly mediaType: MediaType | undefined;
  /** bytes, as above */
  readonly size: number | undefined;
}

/**
 * The remote: a client of the OCI distribution API that runs under CORS (DESIGN.md §7). Anonymous reads cost no
 * preflight. Every failure is an AppError with a `reason` a person can be told; the registry's own error body,
 * where there is one, is in `detail.errors`, the URL in `detail.url`, the status in `detail.status`.
 */
export interface Registry {
  /** By digest or tag. A digest's bytes are returned as received; the caller proves them. `descriptor.mediaType`, where known, is asked for alone. */
  manifest(
    repository: Repository,
    reference: Digest | string,
    options?: RequestOptions & { readonly mediaType?: Descriptor['mediaType'] },
  ): Promise<RemoteManifest>;
  /** `range.end` is inclusive, absent for the rest. Bytes are not verified here: the reader of the stream does. */
  blob(
    repository: Repository,
    digest: Digest,
    options?: RequestOptions & { readonly range?: { readonly start: number; readonly end?: number } },
  ): Promise<RemoteBlob>;
  /**
   * What a tag stands for, by HEAD with the types and at the cost of a GET by tag. By GET where HEAD is refused or CORS
   * hides its digest, which is remembered of the place.
   */
  resolve(repository: Repository, tag: string, options?: RequestOptions): Promise<ResolvedTag>;
  /** One page, at most 8 MiB and 100,000 names. @throws failed_precondition (unsupported) where it is no list */
  tags(repository: Repository, options?: PageOptions): Promise<NamePage>;
  /** The same of a host's repositories, which many registries refuse to list. */
  repositories(host: string, options?: PageOptions): Promise<NamePage>;
  /**
   * All that names the digest as its subject (distribution-spec v1.1), or was attached to it by cosign's tags, each once.
   * Four requests, none with a preflight: the API, page by page, and three tags; where there is no API the referrers tag too.
   * A place without the API is asked for it once in the life of the worker, an hour at most.
   *
   * @throws resource_exhausted (too_large) over 10,000 or 8 MiB; failed_precondition (unsupported) where it is no list
   */
  referrers(
    repository: Repository,
    digest: Digest,
    options?: RequestOptions & { readonly artifactType?: string | undefined },
  ): Promise<readonly Descriptor[]>;
}

/** How one place of a host answered to being asked for nothing (`GET /v2/`). */
export interface PlaceResult {
  readonly base: string;
  readonly durationMs: number;
  /** Absent where it answered. */
  readonly error?: AppError;
}

export interface HostTester {
  /** Asks every place of a host, mirrors first, whether it answers (distribution-spec, end-1). */
  test(host: string, options?: RequestOptions): Promise<readonly PlaceResult[]>;
  /**
   * Sends a credential of `host` with the request that asked for it, and with no other. Returns true if the host, or its token
   * service, accepts it; false if the request is answered without a sign-in.
   *
   * @throws AppError unauthenticated or permission_denied where it is refused; preflight_refused where it cannot be sent
   */
  trySignIn(host: string, credential: Credential, request: SignInRequest, options?: RequestOptions): Promise<boolean>;
  /**
   * Asks an origin once for anything, without credentials or CORS, for as long as it takes: in a dedicated worker a browser
   * may ask the person for local network access meanwhile. Gives whether an answer came.
   *
   * @throws AppError cancelled
   */
  isReached(origin: string, options?: RequestOptions): Promise<boolean>;
}

/** What the registry client takes from its environment. */
export interface RegistryOptions {
  readonly fetch: (input: Request | string, init?: RequestInit) => Promise<Response>;
  /** Waits; rejects when the signal aborts. */
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds of any epoch: how long a token is good is counted by it. */
  readonly now: () => number;
  /** What is known of hosts, read anew at each request. */
  readonly hosts?: () => Promise<Hosts>;
  /** Absent: all is asked for anonymously. */
  readonly credentials?: Credentials;
  /** The app's own origin: its host is spoken to with its own scheme. */
  readonly origin?: string;
  /** navigator.onLine, where known */
  readonly isOnline?: () => boolean;
  /** The state of a permission of this page (Permissions.query); undefined where the browser does not know its name. */
  readonly permission?: (name: string) => Promise<PermissionState | undefined>;
  /** Between bytes, not for the whole. Default 30 s. */
  readonly idleTimeoutMs?: number;
  /** Told of every request after its end. */
  readonly onRequest?: (record: RequestRecord) => void;
}

export interface RequestRecord {
  readonly method: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly bytes: number | undefined;
  readonly attempt: number;
  /** Until its head was there, or it failed. */
  readonly durationMs: number;
  /** Whether its headers made a browser ask first, by OPTIONS, unless it remembered the answer. */
  readonly preflight: boolean;
  /** Whether it carried `Authorization`. */
  readonly authorized: boolean;
  readonly error?: string;
}
