import { useMemo } from 'react';
import type { HostPlatforms } from '../../state/hostPlatforms.ts';
import { useHostPlatforms } from '../../state/useHostPlatforms.ts';
import { choosePlatform } from '../../tree/platformVector.ts';
import type { Entry } from './indexEntries.ts';

/** The entry that runs on this device. */
export interface Own {
  readonly path: string;
  /** False if the browser reports the same platform on other architectures. */
  readonly isSure: boolean;
}

/** Moves the entry for this device, if any, to the front; the others keep their order. */
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
  // No browser reports the build of Windows.
  const isSure = host.isSure && platform?.osVersion === undefined;
  return [[own, ...entries.slice(0, place), ...entries.slice(place + 1)], { path, isSure }];
}
