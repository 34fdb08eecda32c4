import { listSources, recallTags } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Repository } from '../oci/index.ts';
import type { NamePage, PageOptions } from '../registry/index.ts';
import type { PullDependencies } from './manifests.ts';
import type { PulledNames } from './pulled.ts';

type Dependencies = Pick<PullDependencies, 'store' | 'registry'>;

/** Returns a page of the registry's tags; if it is unavailable, the tags that were seen before. */
export function pullTags({ registry, store }: Dependencies, of: Repository, options?: PageOptions) {
  return pageOr(registry.tags(of, options), options, async () => {
    const seen = await recallTags(store, of);
    return new Map([...seen].map(([tag, { seenAt }]) => [tag, seenAt]));
  });
}

/** Returns a page of repositories; if the registry is unavailable, those with stored content, and since when. */
export function pullRepositories({ registry, store }: Dependencies, host: string, options?: PageOptions) {
  return pageOr(registry.repositories(host, options), options, async () => {
    const seen = new Map<string, Date>();
    await store.walk(({ labels, createdAt }) => {
      for (const source of listSources(labels)) if (source.host === host) seen.set(source.name, createdAt);
    });
    return seen;
  });
}

/** Later pages have no fallback: names that were seen before may have been on earlier pages. */
async function pageOr(
  page: Promise<NamePage>,
  options: PageOptions | undefined,
  recall: () => Promise<ReadonlyMap<string, Date>>,
): Promise<PulledNames> {
  try {
    return { ...(await page), cache: { hit: false, stored: false } };
  } catch (error) {
    if (options?.last || !hasCode(error, 'unavailable')) throw error;
    const seenAt = await recall();
    if (seenAt.size === 0) throw error;
    const cache = { hit: true, stored: true, detail: 'stale-list' };
    return { names: [...seenAt.keys()].sort(), dropped: 0, cache, seenAt };
  }
}
