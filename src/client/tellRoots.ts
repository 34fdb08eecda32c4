import { type RootsTold, rootsUrl } from '../api/index.ts';
import type { Client } from './contract.ts';

/** Reports pinned and recently opened images, which the worker cannot read from localStorage. Each page does this. */
export async function tellRoots({ ask }: Pick<Client, 'ask'>, roots: RootsTold): Promise<void> {
  const answer = await ask({ url: rootsUrl, method: 'POST', body: JSON.stringify(roots) });
  await answer.body?.cancel();
}
