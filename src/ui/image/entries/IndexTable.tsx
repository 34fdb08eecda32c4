import { useMemo, useState } from 'react';
import type { IndexManifest } from '../../../oci/index.ts';
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

/**
 * Lists the entries of an index: platforms, this device's first, each with its attestations, then all other entries. Sends no
 * request to the registry unless the user starts it.
 */
export function IndexTable(
  props: EntryProps & { readonly selection: Pick<Selection, 'node'>; readonly index: IndexManifest },
) {
  const { tree, selection, index } = props;
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
  const unread = useUnread(nodes, props);
  if (nodes.length === 0) return <p className={parts.muted}>{entryMessages.empty}</p>;
  const noun = others.length === 0 ? 'platform' : 'entry';
  const [count, all] = [shownPlatforms.length + shownOthers.length, platforms.length + others.length];
  const hasAttestations = platforms.some(({ attestations }) => attestations.length > 0);
  const shared = { ...props, failures: reading.failures };
  return (
    <div className={styles.entries}>
      <div className={styles.tools}>
        {all > maxWithoutFilter ? (
          <Filter label={entryMessages.filter(noun)} wish={query} onWish={setQuery}>
            {entryMessages.count(count, all, noun)}
          </Filter>
        ) : null}
        <ReadAll digests={unread} reading={reading} />
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
