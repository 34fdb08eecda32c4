import { useMemo, useState } from 'react';
import type { IndexManifest } from '../../../oci/index.ts';
import { useOnline } from '../../kit/media.ts';
import parts from '../../kit/parts.module.css';
import { DataTable } from '../../kit/table/DataTable.tsx';
import { Filter } from '../../kit/table/Filter.tsx';
import styles from '../../kit/table/table.module.css';
import { entryMessages } from '../../messages/entries.ts';
import { childNodes } from '../../tree/nodes.ts';
import type { Selection } from '../selection.ts';
import type { EntryProps } from './entryProps.ts';
import { matches, searchableText } from './filterEntries.ts';
import { otherColumns, platformColumns } from './indexColumns.tsx';
import { type Entry, groupEntries } from './indexEntries.ts';
import { OrphanAttestations } from './OrphanAttestations.tsx';
import { ReadAll } from './ReadAll.tsx';
import { useOwnFirst } from './useOwnFirst.ts';
import { useReading } from './useReading.ts';
import { useUnread } from './useUnread.ts';

/** The filter is shown for more entries than this. */
const maxWithoutFilter = 8;
/** Number of manifests that are requested without asking. */
const maxRequested = 8;

/**
 * Lists the entries of an index: platforms, this device's first, each with its attestations, then all other entries. Requests up
 * to eight manifests automatically; further ones if the user starts it.
 */
export function IndexTable(
  props: EntryProps & {
    readonly selection: Pick<Selection, 'node'>;
    readonly index: IndexManifest;
    /** True once nothing more important is being loaded. */
    readonly mayRequest: boolean;
  },
) {
  const { tree, selection, index, mayRequest } = props;
  const { node } = selection;
  const { ownPlatformOf } = tree;
  // biome-ignore lint/correctness/useExhaustiveDependencies: childNodes uses only the node's path
  const nodes = useMemo(() => childNodes(node, index, ownPlatformOf), [node.path, index, ownPlatformOf]);
  const { platforms, others, orphans } = useMemo(() => groupEntries(nodes), [nodes]);
  const [ordered, own] = useOwnFirst(platforms);
  const [query, setQuery] = useState('');
  const shownPlatforms = useFiltered(ordered, query);
  const shownOthers = useFiltered(others, query);
  const reading = useReading(tree.where);
  const isOnline = useOnline();
  const requested = useMemo(
    () =>
      mayRequest && isOnline ? ordered.slice(0, maxRequested).flatMap(({ node }) => node.descriptor?.digest ?? []) : [],
    [mayRequest, isOnline, ordered],
  );
  const unread = useUnread(nodes, requested, props);
  const isRowUnread = [...platforms, ...others].some(({ node }) => unread.includes(node.descriptor?.digest ?? ''));
  if (nodes.length === 0) return <p className={parts.muted}>{entryMessages.empty}</p>;
  const noun = others.length === 0 ? 'platform' : 'entry';
  const [count, all] = [shownPlatforms.length + shownOthers.length, platforms.length + others.length];
  const hasAttestations = platforms.some(({ attestations }) => attestations.length > 0);
  const shared = { ...props, failures: reading.failures };
  return (
    <div className={styles.entries}>
      <div className={styles.tools}>
        <h2>{others.length === 0 ? entryMessages.platforms : entryMessages.entries}</h2>
        {all > maxWithoutFilter ? (
          <Filter label={entryMessages.filter(noun)} wish={query} onWish={setQuery}>
            {entryMessages.count(count, all, noun)}
          </Filter>
        ) : null}
        <ReadAll digests={isRowUnread ? unread : []} reading={reading} />
      </div>
      {shownPlatforms.length > 0 ? (
        <DataTable
          label={entryMessages.platforms}
          rows={shownPlatforms}
          keyOf={pathOf}
          columns={platformColumns({ ...shared, own, hasAttestations })}
        />
      ) : null}
      {shownPlatforms.length > 0 && shownOthers.length > 0 ? <h2>{entryMessages.otherEntries}</h2> : null}
      {shownOthers.length > 0 ? (
        <DataTable label={entryMessages.entries} rows={shownOthers} keyOf={pathOf} columns={otherColumns(shared)} />
      ) : null}
      {count === 0 && all > 0 ? (
        <NoMatches text={entryMessages.noMatches(noun, query.trim())} onShowAll={() => setQuery('')} />
      ) : null}
      <OrphanAttestations nodes={orphans} {...props} />
    </div>
  );
}

function NoMatches({ text, onShowAll }: { readonly text: string; readonly onShowAll: () => void }) {
  return (
    <p className={parts.muted}>
      {text}{' '}
      <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={onShowAll}>
        {entryMessages.showAll}
      </button>
    </p>
  );
}

function useFiltered(entries: readonly Entry[], query: string): readonly Entry[] {
  const searched = useMemo(() => entries.map((entry) => ({ entry, text: searchableText(entry.node) })), [entries]);
  return useMemo(
    () => searched.filter(({ text }) => matches(text, query.trim())).map(({ entry }) => entry),
    [searched, query],
  );
}

function pathOf({ node }: Entry): string {
  return node.path;
}
