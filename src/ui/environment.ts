import { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Client } from '../client/index.ts';
import type { Offers } from './offers.ts';
import type { TreeElement } from './TreeElement.ts';

/** What the page takes from its surroundings; `main.tsx` hands it down. */
export interface Environment {
  readonly client: Client;
  readonly queries: QueryClient;
  /** The tree, which is drawn before the page is there. */
  readonly tree: TreeElement;
  /** What can be done now, for the command palette. */
  readonly offers: Offers;
  readonly window: Window;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The cache of what was fetched. Content named by a digest never goes stale, and offline is no reason to wait. */
export function createQueryClient(): QueryClient {
  const always = { networkMode: 'always', retry: false } as const;
  return new QueryClient({
    defaultOptions: {
      queries: {
        ...always,
        staleTime: Number.POSITIVE_INFINITY,
        retryOnMount: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
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
