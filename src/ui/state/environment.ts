import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Client } from '../../client/index.ts';
import type { Platform } from '../kit/platform.ts';
import type { TreeElement } from '../tree/treeView.ts';

/** What the page takes from its surroundings; `main.tsx` hands it down. */
export interface Environment extends Platform {
  readonly client: Client;
  readonly queries: QueryClient;
  /** The tree, which is drawn before the page is there. */
  readonly tree: TreeElement;
}

/** Names a key, a list of strings, in the cache. The library's own looks for objects in it, at five times the cost. */
export const hashOfKey: (key: QueryKey) => string = JSON.stringify;

/** The cache of what was fetched. Content named by a digest never goes stale, and offline is no reason to wait. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: Number.POSITIVE_INFINITY,
        retryOnMount: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        queryKeyHashFn: hashOfKey,
      },
    },
  });
}

export const EnvironmentContext = createContext<Environment | undefined>(undefined);

export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext);
  if (!environment) throw new Error('rendered outside of the app');
  return environment;
}
