import { type ParentList, parentsUrl, parseParents } from '../api/index.ts';
import type { Client } from './contract.ts';

/** What points to a digest, of all manifests in the content store; no registry is asked. At most 200, newest first. */
export async function readParents(
  { ask }: Pick<Client, 'ask'>,
  digest: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ParentList> {
  return parseParents(await (await ask({ url: parentsUrl(digest), signal: options.signal })).json());
}
