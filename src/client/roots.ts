import { type RootsTold, rootsUrl } from '../api/index.ts';
import type { Client } from './contract.ts';

/** Says what is pinned and recent, which the worker cannot read. Apart from what is stored: each page says it. */
export async function tellRoots({ ask }: Pick<Client, 'ask'>, roots: RootsTold): Promise<void> {
  const answer = await ask({ url: rootsUrl, method: 'POST', body: JSON.stringify(roots) });
  await answer.body?.cancel();
}
