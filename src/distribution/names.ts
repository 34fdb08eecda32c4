import { hasCode } from '../errors/index.ts';
import type { NamePage, PageOptions, Repository } from '../registry/index.ts';
import type { PullDependencies } from './manifests.ts';
import type { PulledNames } from './pulled.ts';
import { listSources } from './sourceLabel.ts';
import { recallTags } from './tags.ts';

type Dependencies = Pick<PullDependencies, 'store' | 'registry'>;

/** A page of tags of the registry; while it cannot be asked, those that were seen here. */
export function pullTags({ registry, store }: Dependencies, of: Repository, options?: PageOptions) {
  return pageOr(registry.tags(of, options), options, async () => {
    const seen = await recallTags(store, of);
    return new Map([...seen].map(([tag, { seenAt }]) => [tag, seenAt]));
  });
}

/** The same of repositories; of these only those are known here of which something is stored, and since when that is. */
export function pullRepositories({ registry, store }: Dependencies, host: string, options?: PageOptions) {
  return pageOr(registry.repositories(host, options), options, async () => {
    const seen = new Map<string, Date>();
    await store.walk(({ labels, createdAt }) => {
      for (const source of listSources(labels)) if (source.host === host) seen.set(source.name, createdAt);
    });
    return seen;
  });
}

/** Nothing stands in for a later page: what was seen here may have been on the pages before. */
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
