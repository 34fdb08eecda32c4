import { useMemo, useState } from 'react';
import { localStorageOf } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import { formatPlatform, type ImageConfig, type Manifest } from '../../oci/index.ts';
import { contentQuery, manifestQuery } from '../state/documents.ts';
import { useEnvironment } from '../state/environment.ts';
import {
  addPendingQuery,
  type PendingQuery,
  readCache,
  useForgottenFailure,
  usePrefetch,
} from '../state/pendingQueries.ts';
import { useHostPlatforms } from '../state/useHostPlatforms.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import { childNodes, hasImageConfig } from '../tree/nodes.ts';
import { type Entry, groupEntries } from './entries/indexEntries.ts';
import { type Own, ownFirst } from './entries/useOwnFirst.ts';
import type { Selection } from './selection.ts';

/** The platform of an index whose summary is shown. */
export interface ShownPlatform {
  readonly entry: Entry;
  /** All platforms, this device's first. */
  readonly entries: readonly Entry[];
  /** The entry for this device, if there is one. */
  readonly own: Own | undefined;
  /** Undefined while it is loading. */
  readonly manifest: Manifest | undefined;
  readonly config: ImageConfig | undefined;
  /** Why its manifest or config could not be loaded. */
  readonly error: AppError | undefined;
  /** Shows another entry, and its platform in other indexes too. */
  choose(path: string): void;
}

const setting = 'ociscope:settings:platform';

/**
 * Returns the platform that the overview of an index shows: the one chosen last, else that of this device, else the first. Requests
 * its manifest and config. Undefined for other nodes; `waiting` until the browser has reported its platform.
 */
export function useShownPlatform(
  tree: ImageTree,
  { node, manifest }: Selection,
): ShownPlatform | 'waiting' | undefined {
  const environment = useEnvironment();
  const storage = localStorageOf(environment.window);
  const host = useHostPlatforms();
  const [chosen, setChosen] = useState(() => storage.read(setting) ?? '');
  const index = manifest?.kind === 'index' ? manifest : undefined;
  const { path } = node;
  const platforms = useMemo(() => (index ? groupEntries(childNodes({ path }, index)).platforms : []), [path, index]);
  const [entries, own] = useMemo(() => ownFirst(platforms, host), [platforms, host]);
  const entry = host && (entries.find((each) => nameOf(each) === chosen || each.node.path === chosen) ?? entries[0]);
  const pending = new Map<string, PendingQuery>();
  const query = manifestQuery(environment, tree.where, entry?.node.descriptor?.digest ?? '');
  const loaded = entry && readCache<{ readonly manifest: Manifest }>(environment, query.queryKey);
  const shown = loaded?.state === 'ready' ? loaded.value.manifest : undefined;
  if (entry) addPendingQuery(pending, environment, query);
  if (shown && hasImageConfig(shown) && shown.config.digest !== '')
    addPendingQuery(pending, environment, contentQuery(environment, tree.where, shown.config));
  usePrefetch(pending);
  useForgottenFailure(query);
  if (platforms.length > 0 && !host) return 'waiting';
  if (!entry) return undefined;
  return {
    entry,
    entries,
    own,
    manifest: shown,
    config: shown && tree.configOf(shown),
    error: loaded?.state === 'failed' ? loaded.error : shown && tree.configErrorOf(shown),
    choose: (next) => {
      const found = entries.find((each) => each.node.path === next);
      if (!found) return;
      // Two entries may have the same platform.
      const isUnique = entries.filter((each) => nameOf(each) === nameOf(found)).length === 1;
      setChosen(isUnique ? nameOf(found) : next);
      storage.write(setting, nameOf(found));
    },
  };
}

function nameOf({ node }: Entry): string {
  return node.platform ? formatPlatform(node.platform) : '';
}
