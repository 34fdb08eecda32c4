import { createRoot } from 'react-dom/client';
import type { Fetched } from '../../client/index.ts';
import type { Ahead } from '../state/ahead.ts';
import { manifestQuery, readManifest } from '../state/documents.ts';
import { createQueryClient, type Environment } from '../state/environment.ts';
import { App } from './App.tsx';
import { applyWidth, chosenWidth } from './treeWidth.ts';

export { loadLater } from './lazyParts.tsx';

/** Draws the page. What was asked for ahead of it is not asked for again. */
export function startPage(
  surroundings: Omit<Environment, 'queries'>,
  root: HTMLElement,
  ahead: Ahead | undefined,
): void {
  const environment = { ...surroundings, queries: createQueryClient() };
  if (ahead) adoptManifest(environment, ahead);
  applyWidth(surroundings.window, chosenWidth(surroundings.window));
  createRoot(root).render(<App environment={environment} />);
}

function adoptManifest(environment: Environment, { where, asked, fetched, document }: Ahead): void {
  const query = manifestQuery(environment, where, asked);
  if (document) environment.queries.setQueryData(query.queryKey, document);
  else {
    let first: Promise<Fetched> | undefined = fetched;
    const queryFn: typeof query.queryFn = async (context) => {
      const ahead = first;
      // What failed is asked for anew when it is asked for again.
      first = undefined;
      return ahead ? readManifest(await ahead) : query.queryFn(context);
    };
    void environment.queries.prefetchQuery({ ...query, queryFn });
  }
}
