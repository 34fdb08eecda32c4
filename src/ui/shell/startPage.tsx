import { createRoot } from 'react-dom/client';
import type { Ahead } from '../state/ahead.ts';
import { blobQuery, type DocumentQuery, manifestQuery } from '../state/documents.ts';
import { createQueryClient, type Environment } from '../state/environment.ts';
import { App } from './App.tsx';
import { applyWidth, readWidth } from './treeWidth.ts';

export { loadPart } from './lazyParts.tsx';

/** Renders the page. Adopts the requests that were sent ahead of it, so that none is sent twice. */
export function startPage(platform: Omit<Environment, 'queries'>, root: HTMLElement, ahead: Ahead | undefined): void {
  const environment = { ...platform, queries: createQueryClient() };
  if (ahead) {
    ahead.isTaken = true;
    adoptRequests(environment, ahead);
  }
  applyWidth(platform.window, readWidth(platform.window));
  createRoot(root).render(<App environment={environment} />);
}

/** Seeds the queries with the answers, or with the requests that are still pending. */
function adoptRequests(environment: Environment, { where, asked, parsed, document, config }: Ahead): void {
  const manifest = manifestQuery(environment, where, asked);
  if (document) environment.queries.setQueryData(manifest.queryKey, document);
  else adopt(environment, manifest, parsed);
  if (config && document?.manifest.kind === 'image')
    adopt(environment, blobQuery(environment, where, document.manifest.config.digest), config);
}

/** Lets a query wait for a request that was already sent; a retry sends a new one. */
function adopt<Value>({ queries }: Environment, query: DocumentQuery<Value>, request: Promise<Value>): void {
  let first: Promise<Value> | undefined = request;
  const queryFn: typeof query.queryFn = async (context) => {
    const pending = first;
    first = undefined;
    return pending ?? query.queryFn(context);
  };
  void queries.prefetchQuery({ ...query, queryFn });
}
