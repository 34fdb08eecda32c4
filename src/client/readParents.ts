import { type ParentList, parentsUrl, parseParents } from '../api/index.ts';
import type { Client } from './contract.ts';

/** Returns the stored manifests that point to a digest, at most 200, newest first; no registry is asked. */
export async function readParents(
  { ask }: Pick<Client, 'ask'>,
  digest: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ParentList> {
  return parseParents(await (await ask({ url: parentsUrl(digest), signal: options.signal })).json());
}
