import type { WorkerEvent } from '../api/index.ts';
import type { ContentStore } from '../content/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import type { Library } from '../library/index.ts';
import type { Exports, WaitUntil } from './exportTickets.ts';
import type { answerImport } from './importRoute.ts';
import type { RequestLog } from './requestLog.ts';
import type { Settings } from './settingsRoutes.ts';
import type { StorageSettings } from './storageSettings.ts';

/** Per-request context that a Request object cannot carry. */
export interface RequestContext {
  /** Receives a promise that settles when a long body has ended. */
  readonly holdOpen?: WaitUntil | undefined;
  /** A body that came with a message and is not copied into the request. */
  readonly file?: Blob | undefined;
}

export interface Parts {
  readonly store: ContentStore;
  readonly pull: PullThrough;
  readonly library: Library;
  /** The store is in memory because the browser offers no database. */
  readonly isVolatile?: boolean;
}

export interface HandlerOptions {
  /** Opens the store at the first request, so that it does not delay the worker's start. */
  readonly open: () => Promise<Parts>;
  /** Deletes the stored content, even if the store cannot be opened. */
  readonly reset?: (() => Promise<void>) | undefined;
  readonly settings: Settings;
  readonly storageSettings: StorageSettings;
  readonly log: RequestLog;
  readonly estimate?: (() => Promise<StorageEstimate>) | undefined;
  /** Imports archives; undefined in a service worker, which browsers stop too soon. */
  readonly imports?: typeof answerImport | undefined;
  /** Returns milliseconds since any fixed time. */
  readonly now: () => number;
  /** Sends an event to the pages. */
  readonly tell?: ((event: WorkerEvent) => void) | undefined;
}

/** Everything that a route's `handle` may use. It calls `open` only if it needs the store. */
export interface RouteContext extends HandlerOptions, RequestContext {
  readonly request: Request;
  readonly exports: Exports;
}
