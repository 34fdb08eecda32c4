import { type PageAsked, tagsUrl } from '../api/index.ts';
import type { PullThrough } from '../distribution/index.ts';
import type { Repository } from '../oci/index.ts';
import { respondNames } from './respond.ts';

/** Answers with a page of a repository's tags, `{"name","tags":[…]}`. */
export async function answerTags(
  pull: PullThrough,
  { signal }: Request,
  repository: Repository,
  page: PageAsked,
): Promise<Response> {
  const pulled = await pull.tags(repository, { ...page, signal });
  return respondNames({ name: repository.name, tags: pulled.names }, pulled, (last) =>
    tagsUrl(repository, { ...page, last }),
  );
}
