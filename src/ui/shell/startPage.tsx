import { createRoot } from 'react-dom/client';
import type { Fetched } from '../../client/index.ts';
import type { Ahead } from '../state/ahead.ts';
import { manifestQuery, readManifest } from '../state/documents.ts';
import { createQueryClient, type Environment } from '../state/environment.ts';
import { App } from './App.tsx';
import { applyWidth, readWidth } from './treeWidth.ts';

export { loadPart } from './lazyParts.tsx';

/** Renders the page. Adopts the manifest request that was started ahead of it, so that it is not sent twice. */
export function startPage(platform: Omit<Environment, 'queries'>, root: HTMLElement, ahead: Ahead | undefined): void {
  const environment = { ...platform, queries: createQueryClient() };
  if (ahead) adoptManifest(environment, ahead);
  applyWidth(platform.window, readWidth(platform.window));
  createRoot(root).render(<App environment={environment} />);
}

function adoptManifest(environment: Environment, { where, asked, fetched, document }: Ahead): void {
  const query = manifestQuery(environment, where, asked);
  if (document) environment.queries.setQueryData(query.queryKey, document);
  else {
    let first: Promise<Fetched> | undefined = fetched;
    const queryFn: typeof query.queryFn = async (context) => {
      const ahead = first;
      // A retry sends a new request.
      first = undefined;
      return ahead ? readManifest(await ahead) : query.queryFn(context);
    };
    void environment.queries.prefetchQuery({ ...query, queryFn });
  }
}
