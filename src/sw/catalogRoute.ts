import { catalogUrl, type PageAsked } from '../api/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import { respondNames } from './respond.ts';

/** Answers with a page of a host's repositories, `{"repositories":[…]}`. */
export async function answerCatalog(
  pull: PullThrough,
  { signal }: Request,
  host: string,
  page: PageAsked,
): Promise<Response> {
  const pulled = await pull.repositories(host, { ...page, signal });
  return respondNames({ repositories: pulled.names }, pulled, (last) => catalogUrl(host, { ...page, last }));
}
