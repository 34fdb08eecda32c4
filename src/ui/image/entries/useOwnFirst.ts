import { useMemo } from 'react';
import type { HostPlatforms } from '../../state/hostPlatforms.ts';
import { useHostPlatforms } from '../../state/useHostPlatforms.ts';
import { choosePlatform } from '../../tree/platformVector.ts';
import type { Entry } from './indexEntries.ts';

/** The entry that runs on the person's own machine. */
export interface Own {
  readonly path: string;
  /** Whether the browser tells enough to be sure of it. */
  readonly isSure: boolean;
}

/** The entries with the person's own first, where there is one; the others stay as they stand. */
export function useOwnFirst(entries: readonly Entry[]): readonly [readonly Entry[], Own | undefined] {
  const host = useHostPlatforms();
  return useMemo(() => ownFirst(entries, host), [entries, host]);
}

export function ownFirst(
  entries: readonly Entry[],
  host: HostPlatforms | undefined,
): readonly [readonly Entry[], Own | undefined] {
  const place = host
    ? choosePlatform(
        entries.map(({ node }) => node.platform),
        host.platforms,
      )
    : -1;
  const own = entries[place];
  if (!own || !host) return [entries, undefined];
  const { path, platform } = own.node;
  // Which version of Windows it is, no browser tells.
  const isSure = host.isSure && platform?.osVersion === undefined;
  return [[own, ...entries.slice(0, place), ...entries.slice(place + 1)], { path, isSure }];
}
