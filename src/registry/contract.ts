import type { AppError } from '../errors/index.ts';
import type { Descriptor, Digest, MediaType, Repository } from '../oci/index.ts';
import type { Credential, Credentials, SignInRequest } from './credentials.ts';
import type { Hosts } from './endpoints.ts';

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/** A manifest as a registry sent it: complete, at most `maxManifestBytes`, not verified. */
export interface RemoteManifest {
  readonly bytes: Uint8Array;
  /** Computed from the bytes: in the algorithm of the requested digest or, by tag, of the stated digest, else sha256. */
  readonly digest: Digest;
  /** The Content-Type header without parameters; undefined if absent. Only a hint. */
  readonly contentType: MediaType | undefined;
  /** The Docker-Content-Digest header; undefined if absent or hidden by CORS, never ''. */
  readonly statedDigest: string | undefined;
}

export interface RemoteBlob {
  readonly body: ReadableStream<Uint8Array>;
  /** Bytes of this answer; undefined if unknown. */
  readonly length: number | undefined;
  /** The range of this answer and the total size; undefined if the answer is the complete blob. */
  readonly range: { readonly start: number; readonly end: number; readonly total: number | undefined } | undefined;
  /** The browser decodes it (`Content-Encoding`), so its length is unknown. Absent if CORS hides the header. */
  readonly isEncoded?: boolean;
}

/** The requested part of a list of names. */
export interface PageOptions extends RequestOptions {
  /** Maximum number of names; registries may return fewer, or ignore it. Default 1000. */
  readonly n?: number;
  /** `next` of the previous page. */
  readonly last?: string;
}

/** A part of a list of tags or repositories, in the registry's order. */
export interface NamePage {
  readonly names: readonly string[];
  /**
   * `last` of the next page; undefined at the end. A name, or `?` and a query if the registry pages by something else. If CORS
   * hides `Link`, a page that looks full has one, so the next page may be empty.
   */
  readonly next?: string;
  /** The number of entries left out because they are not names in the grammar of distribution/reference. */
  readonly dropped: number;
}

/** The digest that a tag points to, as the registry states it: not verified, since no content was read. */
export interface ResolvedTag {
  readonly digest: Digest;
  /** Undefined if the registry does not state it or CORS hides it. */
  readonly mediaType: MediaType | undefined;
  /** In bytes; undefined like `mediaType`. */
  readonly size: number | undefined;
}

/**
 * A client of the OCI distribution API that runs under CORS (docs/design.md section 5). Anonymous reads cost no preflight. Every
 * failure is an AppError with a `reason` to show to a person; the registry's error body, if any, is in `detail.errors`, the URL
 * in `detail.url`, the status in `detail.status`.
 */
export interface Registry {
  /** Fetches a manifest by digest or tag. The caller verifies the bytes. A known `mediaType` is requested alone. */
  manifest(
    repository: Repository,
    reference: Digest | string,
    options?: RequestOptions & { readonly mediaType?: Descriptor['mediaType'] },
  ): Promise<RemoteManifest>;
  /** Fetches a blob. `range.end` is inclusive, absent for the rest. The reader of the stream verifies the bytes. */
  blob(
    repository: Repository,
    digest: Digest,
    options?: RequestOptions & { readonly range?: { readonly start: number; readonly end?: number } },
  ): Promise<RemoteBlob>;
  /**
   * Returns the digest that a tag points to, by HEAD with the same headers and cost as a GET by tag. Uses GET if HEAD is refused
   * or CORS hides its digest, which is remembered for the endpoint.
   */
  resolve(repository: Repository, tag: string, options?: RequestOptions): Promise<ResolvedTag>;
  /** Lists a page of tags, at most 8 MiB and 100,000 names. @throws failed_precondition (unsupported) if it is not a list */
  tags(repository: Repository, options?: PageOptions): Promise<NamePage>;
  /** Lists a page of a host's repositories, with the same limits. Many registries refuse it. */
  repositories(host: string, options?: PageOptions): Promise<NamePage>;
  /**
   * Lists the manifests with the digest as their subject (distribution-spec v1.1), or attached to it by cosign's tags, each once.
   * Sends four requests, none with a preflight: the API, page by page, and three tags; without the API also the referrers tag. An
   * endpoint without the API is asked for it once per worker, and again after an hour.
   *
   * @throws resource_exhausted (too_large) over 10,000 entries or 8 MiB; failed_precondition (unsupported) if it is not a list
   */
  referrers(
    repository: Repository,
    digest: Digest,
    options?: RequestOptions & { readonly artifactType?: string | undefined },
  ): Promise<readonly Descriptor[]>;
}

/** The result of `GET /v2/` at one endpoint of a host. */
export interface EndpointResult {
  readonly base: string;
  readonly durationMs: number;
  /** Absent if it answered. */
  readonly error?: AppError;
}

export interface HostTester {
  /** Tests every endpoint of a host, mirrors first, by `GET /v2/` (distribution-spec, end-1). */
  test(host: string, options?: RequestOptions): Promise<readonly EndpointResult[]>;
  /**
   * Sends a credential of `host` with the request that required it, and with no other. Returns true if the host, or its token
   * service, accepts it; false if the request is answered without a sign-in.
   *
   * @throws AppError unauthenticated or permission_denied if it is refused; preflight_refused if it cannot be sent
   */
  trySignIn(host: string, credential: Credential, request: SignInRequest, options?: RequestOptions): Promise<boolean>;
  /**
   * Sends one request to an origin, without credentials, CORS or a time limit: in a dedicated worker the browser may ask the
   * person for local network access meanwhile. Returns whether an answer came.
   *
   * @throws AppError cancelled
   */
  isReached(origin: string, options?: RequestOptions): Promise<boolean>;
}

/** The environment of the registry client. */
export interface RegistryOptions {
  readonly fetch: (input: Request | string, init?: RequestInit) => Promise<Response>;
  /** Waits; rejects when the signal aborts. */
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds since any epoch; the life of tokens is measured with it. */
  readonly now: () => number;
  /** The settings of hosts, read again for each request. */
  readonly hosts?: () => Promise<Hosts>;
  /** Absent: every request is anonymous. */
  readonly credentials?: Credentials;
  /** The app's own origin: requests to its host use its scheme. */
  readonly origin?: string;
  /** Returns navigator.onLine. */
  readonly isOnline?: () => boolean;
  /** Returns the state of a permission (Permissions.query); undefined if the browser does not know its name. */
  readonly permission?: (name: string) => Promise<PermissionState | undefined>;
  /** Maximum time between bytes, not for the complete answer. Default 30 s. */
  readonly idleTimeoutMs?: number;
  /** Called after every request. */
  readonly onRequest?: (record: RequestRecord) => void;
}

export interface RequestRecord {
  readonly method: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly bytes: number | undefined;
  readonly attempt: number;
  /** Time until its head arrived, or it failed. */
  readonly durationMs: number;
  /** Its headers required a preflight, unless the browser remembered an earlier one. */
  readonly preflight: boolean;
  /** It had an `Authorization` header. */
  readonly authorized: boolean;
  readonly error?: string;
}
