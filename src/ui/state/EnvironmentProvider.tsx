import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PlatformContext } from '../kit/usePlatform.ts';
import { type Environment, EnvironmentContext } from './environment.ts';

/** Provides the environment, its platform and its queries to everything below. */
export function EnvironmentProvider({
  value,
  children,
}: {
  readonly value: Environment;
  readonly children: ReactNode;
}) {
  return (
    <PlatformContext value={value}>
      <EnvironmentContext value={value}>
        <QueryClientProvider client={value.queries}>{children}</QueryClientProvider>
      </EnvironmentContext>
    </PlatformContext>
  );
}
