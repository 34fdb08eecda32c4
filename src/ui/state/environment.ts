import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Client } from '../../client/index.ts';
import type { Platform } from '../kit/usePlatform.ts';
import type { TreeElement } from '../tree/treeView.ts';

/** Objects that the page is started with; `main.tsx` creates them. */
export interface Environment extends Platform {
  readonly client: Client;
  readonly queries: QueryClient;
  /** The tree, which is drawn before the page is rendered. */
  readonly tree: TreeElement;
}

/** Hashes a query key, a list of strings. The library's own function also sorts nested objects, at five times the cost. */
export const hashOfKey: (key: QueryKey) => string = JSON.stringify;

/** Creates the query cache. Content with a digest never becomes stale, and queries run offline too, since it may be stored. */
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

/** Returns the environment of the page. @throws Error outside of the app */
export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext);
  if (!environment) throw new Error('rendered outside of the app');
  return environment;
}
