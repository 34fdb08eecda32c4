import type { AppError } from '../errors/index.ts';
import type { Descriptor, Digest, MediaType } from '../oci/index.ts';
import type { Credentials } from './credentials.ts';
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
  /** Computed from the bytes: by digest in the asked algorithm, by tag in sha256. */
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
  /** HEAD by digest: whether the repository has it. */
  exists(repository: Repository, digest: Digest, options?: RequestOptions): Promise<boolean>;
  /** `range.end` is inclusive, absent for the rest. Bytes are not verified here: the reader of the stream does. */
  blob(
    repository: Repository,
    digest: Digest,
    options?: RequestOptions & { readonly range?: { readonly start: number; readonly end?: number } },
  ): Promise<RemoteBlob>;
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
