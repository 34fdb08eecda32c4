import { useMemo, useState } from 'react';
import type { IndexManifest } from '../../../oci/index.ts';
import { formatCount, groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { DataTable } from '../../kit/table/DataTable.tsx';
import { Filter } from '../../kit/table/Filter.tsx';
import styles from '../../kit/table/table.module.css';
import { childNodes } from '../../tree/nodes.ts';
import type { Selection } from '../selection.ts';
import type { EntryProps } from './entryProps.ts';
import { matches, searchedOf } from './filterEntries.ts';
import { otherColumns, platformColumns } from './indexColumns.tsx';
import { type Entry, groupEntries } from './indexEntries.ts';
import { OrphanAttestations } from './OrphanAttestations.tsx';
import { ReadAll } from './ReadAll.tsx';
import { useOwnFirst } from './useOwnFirst.ts';
import { useReading } from './useReading.ts';
import { useUnread } from './useUnread.ts';

/** Fewer are seen at a glance. */
const maxUnfiltered = 8;

/**
 * What an index points to: its platforms with the person's own first, each with the attestations of it, then whatever else
 * it lists. Of the registry nothing is asked by itself.
 */
export function IndexTable(
  props: EntryProps & { readonly selection: Pick<Selection, 'node'>; readonly index: IndexManifest },
) {
  const { tree, selection, index } = props;
  const { node } = selection;
  const { ownPlatformOf } = tree;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the node, its path is all that its children take
  const nodes = useMemo(() => childNodes(node, index, ownPlatformOf), [node.path, index, ownPlatformOf]);
  const { platforms, others, strays } = useMemo(() => groupEntries(nodes), [nodes]);
  const [ordered, own] = useOwnFirst(platforms);
  const [wish, setWish] = useState('');
  const shownPlatforms = useFiltered(ordered, wish);
  const shownOthers = useFiltered(others, wish);
  const reading = useReading(tree.where);
  const unread = useUnread(nodes, props);
  if (nodes.length === 0) return <p className={parts.muted}>It is empty: it points to nothing.</p>;
  const [noun, nouns] = others.length === 0 ? ['platform', 'platforms'] : ['entry', 'entries'];
  const [count, all] = [shownPlatforms.length + shownOthers.length, platforms.length + others.length];
  const hasAttestations = platforms.some(({ attestations }) => attestations.length > 0);
  const shared = { ...props, failures: reading.failures };
  return (
    <div className={styles.entries}>
      <div className={styles.tools}>
        {all > maxUnfiltered ? (
          <Filter label={`Filter ${nouns}`} wish={wish} onWish={setWish}>
            {count === all
              ? formatCount(all, noun, nouns)
              : `${groupDigits(count)} of ${formatCount(all, noun, nouns)}`}
          </Filter>
        ) : null}
        <ReadAll nouns={nouns} digests={unread} reading={reading} />
      </div>
      {shownPlatforms.length > 0 ? (
        <DataTable
          label="Platforms"
          rows={shownPlatforms}
          keyOf={pathOf}
          columns={platformColumns({ ...shared, own, hasAttestations })}
        />
      ) : null}
      {shownPlatforms.length > 0 && shownOthers.length > 0 ? <h2>Other entries</h2> : null}
      {shownOthers.length > 0 ? (
        <DataTable label="Entries" rows={shownOthers} keyOf={pathOf} columns={otherColumns(shared)} />
      ) : null}
      {count === 0 && all > 0 ? <Nothing noun={noun} wish={wish} onAll={() => setWish('')} /> : null}
      <OrphanAttestations nodes={strays} {...props} />
    </div>
  );
}

function Nothing({
  noun,
  wish,
  onAll,
}: {
  readonly noun: string | undefined;
  readonly wish: string;
  readonly onAll: () => void;
}) {
  return (
    <p className={parts.muted}>
      No {noun} matches “{wish.trim()}”.{' '}
      <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={onAll}>
        Show all
      </button>
    </p>
  );
}

function useFiltered(entries: readonly Entry[], wish: string): readonly Entry[] {
  const searched = useMemo(() => entries.map((entry) => ({ entry, text: searchedOf(entry.node) })), [entries]);
  return useMemo(
    () => searched.filter(({ text }) => matches(text, wish.trim())).map(({ entry }) => entry),
    [searched, wish],
  );
}

function pathOf({ node }: Entry): string {
  return node.path;
}
