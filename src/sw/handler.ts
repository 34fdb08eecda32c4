import { errorAnswer, formatCacheStatus, parseCacheStatus, withoutStored } from '../api/index.ts';
import { AppError, asAppError } from '../errors/index.ts';
import { Exports } from './exportTickets.ts';
import { redirectToPage } from './pageRedirect.ts';
import type { HandlerOptions, RequestContext } from './routeContext.ts';
import { routes } from './routes.ts';
import { compileRoutes, type RouteMatch } from './routeTable.ts';

/** Answers a request to the worker's registry. It never rejects. */
export type Handler = (request: Request, beside?: RequestContext) => Promise<Response>;

const findRoute = compileRoutes(routes);

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
    let route: RouteMatch | undefined;
    try {
      route = findRoute(request.method, url);
      if (!route)
        throw new AppError('not_found', `"${url.pathname}" is not an address of the API`, { reason: 'unsupported' });
      const { page, isFile, needsStorage, answer } = route;
      if (request.mode === 'navigate' && !(isFile && exports.admit(url, options.now()))) return redirectToPage(page);
      let isVolatile = false;
      const open = async () => {
        const parts = await options.open();
        isVolatile = parts.isVolatile === true;
        if (isVolatile && needsStorage) throw storesNothing();
        return parts;
      };
      const response = await answer({ ...options, ...beside, exports, open, request });
      if (isVolatile) markVolatile(response);
      if (request.method === 'HEAD' && isFile) exports.announce(url, options.now());
      return response;
    } catch (error) {
      // A navigation leads to the app's page, which explains the error better than an error answer would.
      if (route && request.mode === 'navigate') return redirectToPage(route.page);
      return errorAnswer(asAppError(error));
    }
  }
}

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
