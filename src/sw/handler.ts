import {
  errorAnswer,
  formatCacheStatus,
  parseCacheStatus,
  parseRoute,
  type Route,
  safetyHeaders,
  type WorkerEvent,
  withoutStored,
} from '../api/index.ts';
import type { ContentStore } from '../content/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import { AppError, asAppError } from '../errors/index.ts';
import type { Library } from '../library/index.ts';
import { answerBlob } from './blobsRoute.ts';
import { answerCatalog } from './catalogRoute.ts';
import { answerBlobs, answerContent, answerRoots, answerVerify } from './contentRoutes.ts';
import { answerContentFile, answerExport, answerExportPlan, answerExportProgress } from './exportRoutes.ts';
import { Exports, type WaitUntil } from './exportTickets.ts';
import { answerDownloadImage } from './imageDownloadsRoute.ts';
import { answerLists } from './imageListsRoute.ts';
import type { answerImport } from './importRoute.ts';
import { answerDownload, answerIngests } from './ingestsRoute.ts';
import { answerManifest } from './manifestsRoute.ts';
import { answerLog, answerParents, answerPresent, answerStorage } from './ownRoutes.ts';
import { redirectToPage } from './pageRedirect.ts';
import { answerReferrers, answerStoredReferrers } from './referrersRoute.ts';
import type { RequestLog } from './requestLog.ts';
import { respondJson } from './respond.ts';
import { answerCredentials, answerHosts, answerHostTest, answerReach, type Settings } from './settingsRoutes.ts';
import type { StorageSettings } from './storageSettings.ts';
import { answerTags } from './tagsRoute.ts';

/** Per-request context that a Request object cannot carry. */
export interface RequestContext {
  /** Receives a promise that settles when a long body has ended. */
  readonly holdOpen?: WaitUntil | undefined;
  /** A body that came with a message and is not copied into the request. */
  readonly file?: Blob | undefined;
}

/** Answers a request to the worker's registry. It never rejects. */
export type Handler = (request: Request, beside?: RequestContext) => Promise<Response>;

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

export function createHandler(options: HandlerOptions): Handler {
  const exports = new Exports();
  return async (request, beside = {}) => {
    const url = new URL(request.url);
    // Requests to the app's own API are not logged.
    const answered = url.pathname.startsWith('/v2/') ? options.log.asked(request.method, url) : undefined;
    const response = await respondTo(request, url, beside);
    answered?.(response);
    return response;
  };

  async function respondTo(request: Request, url: URL, beside: RequestContext): Promise<Response> {
    let route: Route | undefined;
    try {
      route = parseRoute(url);
      if (!route)
        throw new AppError('not_found', `"${url.pathname}" is not an address of the API`, { reason: 'unsupported' });
      if (request.mode === 'navigate' && !(isFile(route) && exports.admit(url, options.now())))
        return redirectToPage(route);
      if (!['GET', 'HEAD'].includes(request.method) && !allowsPost.has(route.kind)) {
        throw new AppError('not_implemented', `method "${request.method}" is not offered: this registry is read-only`, {
          reason: 'unsupported',
        });
      }
      const { kind } = route;
      let isVolatile = false;
      const open = async () => {
        const parts = await options.open();
        isVolatile = parts.isVolatile === true;
        if (isVolatile && keeps.has(kind)) throw storesNothing();
        return parts;
      };
      const response = await answer({ ...options, ...beside, exports, open }, request, route);
      if (isVolatile) markVolatile(response);
      if (request.method === 'HEAD' && isFile(route)) exports.announce(url, options.now());
      return response;
    } catch (error) {
      // A navigation leads to the app's page, which explains the error better than an error answer would.
      if (route && request.mode === 'navigate') return redirectToPage(route);
      return errorAnswer(asAppError(error));
    }
  }
}

const allowsPost: ReadonlySet<Route['kind']> = new Set([
  'present',
  'credentials',
  'hosts',
  'content',
  'verify',
  'roots',
  'lists',
  'ingests',
  'keep',
  'import',
  'keep-whole',
]);

/** Routes whose result is useless if it is lost when the worker stops. */
const keeps: ReadonlySet<Route['kind']> = new Set(['keep', 'keep-whole', 'import']);

function storesNothing(): AppError {
  return new AppError('failed_precondition', 'this browser stores nothing for this page', {
    reason: 'unsupported',
    detail: { found: 'memory_store' },
  });
}

/** Marks content of a store in memory as not stored, since it is lost when the worker stops. */
function markVolatile({ headers }: Response): void {
  const status = parseCacheStatus(headers.get('cache-status'));
  if (status?.stored) headers.set('Cache-Status', formatCacheStatus(withoutStored(status)));
}

/** Reports whether a navigation to the route saves a file rather than opening a document. */
function isFile({ kind }: Route): boolean {
  return kind === 'export' || kind === 'export-file';
}

async function answer(
  {
    open,
    settings,
    storageSettings,
    log,
    estimate,
    reset,
    imports,
    now,
    tell,
    exports,
    holdOpen,
    file,
  }: HandlerOptions & RequestContext & { readonly exports: Exports },
  request: Request,
  route: Route,
): Promise<Response> {
  if (route.kind === 'base')
    return respondJson({}, { ...safetyHeaders, 'Docker-Distribution-Api-Version': 'registry/2.0' });
  if (route.kind === 'log') return answerLog(log);
  if (route.kind === 'storage') return answerStorage(estimate);
  if (route.kind === 'roots') return answerRoots(storageSettings, request);
  if (route.kind === 'credentials') return answerCredentials(settings, request);
  if (route.kind === 'hosts') return answerHosts(settings, request);
  if (route.kind === 'host-test') return answerHostTest(settings, request, route.host);
  if (route.kind === 'reach') return answerReach(settings, request, route.origin);
  if (route.kind === 'export-progress') return answerExportProgress(exports, route);
  if (route.kind === 'content') return answerContent({ open, storageSettings, log, reset }, request);
  const parts = await open();
  const { store, pull, library } = parts;
  const onListsChange = (revision: number) => tell?.({ type: 'lists', revision });
  switch (route.kind) {
    case 'manifests':
      return answerManifest(pull, request, route.repository, route.reference);
    case 'blobs':
      return answerBlob(pull, request, route.repository, route.digest, route.isWhole);
    case 'referrers':
      return answerReferrers(pull, request, route.repository, route.digest, route.artifactType);
    case 'stored-referrers':
      return answerStoredReferrers(pull, request, route.repository, route.digest);
    case 'tags':
      return answerTags(pull, request, route.repository, route.page);
    case 'catalog':
      return answerCatalog(pull, request, route.host, route.page);
    case 'stored-manifest':
      return answerManifest(pull, request, undefined, route.digest);
    case 'stored-blob':
      return answerBlob(pull, request, undefined, route.digest);
    case 'parents':
      return answerParents(library, route.digest);
    case 'ingests':
      return answerIngests(store, request);
    case 'keep':
      return answerDownload(pull, request, route, now);
    case 'import':
      if (imports) return imports(store, request, file, route.question, now);
      throw new AppError('not_implemented', 'archives are read by a worker of a page', { reason: 'unsupported' });
    case 'keep-whole':
      return answerDownloadImage(library, request, route, { now, onListsChange });
    case 'lists':
      return answerLists(store, request, onListsChange);
    case 'present':
      return answerPresent(store, request, parts.isVolatile);
    case 'content-blobs':
      return answerBlobs(library);
    case 'export':
      return answerExport(parts, exports, request, route, holdOpen);
    case 'export-plan':
      return answerExportPlan(parts, request, route);
    case 'export-file':
      return answerContentFile(parts, exports, request, route, holdOpen);
    case 'verify':
      return answerVerify(library, request, now);
  }
}
