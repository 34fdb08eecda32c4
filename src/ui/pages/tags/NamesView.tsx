import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import parts from '../../kit/parts.module.css';
import { VirtualList } from '../../kit/table/VirtualList.tsx';
import { shownText, tagListMessages } from '../../messages/tagLists.ts';
import styles from './lists.module.css';
import type { Names } from './useNames.ts';

/** The orders a list can be sorted in, by their labels. */
export type Orders = Readonly<Record<string, (names: readonly string[]) => readonly string[]>>;

const rowHeight = 36;

/** A virtualized list of names with search and sort order. */
export function NamesView({
  list,
  noun,
  nouns,
  orders,
  host,
  children,
}: {
  readonly list: Names;
  readonly noun: string;
  readonly nouns: string;
  /** The first is the default. */
  readonly orders: Orders;
  /** The registry host, for error messages. */
  readonly host: string;
  readonly children: (name: string) => ReactNode;
}) {
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState(Object.keys(orders)[0] ?? '');
  const filter = useDeferredValue(search.trim().toLowerCase());
  const { names, isLoading, error, stale, dropped } = list;
  const ordered = useMemo(() => orders[order]?.(names) ?? names, [names, order, orders]);
  const shown = useMemo(
    () => (filter === '' ? ordered : ordered.filter((name) => name.toLowerCase().includes(filter))),
    [ordered, filter],
  );
  if (error && names.length === 0) return <ErrorPanel error={error} where={{ host, name: '' }} onRetry={list.retry} />;
  return (
    <>
      {stale ? <p className={styles.stale}>{tagListMessages.stale(host, nouns)}</p> : null}
      <div className={styles.tools}>
        <input
          type="search"
          className={styles.search}
          aria-label={tagListMessages.search(nouns)}
          placeholder={tagListMessages.search(nouns)}
          value={search}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => setSearch(event.target.value)}
        />
        <label>
          <span className={parts.hidden}>{tagListMessages.order}</span>
          <select className={styles.order} value={order} onChange={(event) => setOrder(event.target.value)}>
            {Object.keys(orders).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span role="status" className={parts.muted}>
          {isLoading ? tagListMessages.loaded(names.length) : shownText(shown.length, names.length, noun, nouns)}
          {dropped > 0 ? tagListMessages.hidden(dropped) : ''}
        </span>
        {isLoading ? (
          <button type="button" className={parts.button} onClick={list.stop}>
            {tagListMessages.stop}
          </button>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={nouns} hidden={shown.length === 0}>
        <VirtualList rows={shown} keyOf={(name) => name} estimatedRowHeight={rowHeight} rowClassName={styles.row}>
          {children}
        </VirtualList>
      </section>
      {shown.length === 0 && !isLoading ? (
        <p className={parts.muted}>
          {names.length === 0 ? tagListMessages.empty(nouns) : tagListMessages.noMatch(nouns)}
        </p>
      ) : null}
      {error ? <ErrorPanel error={error} where={{ host, name: '' }} onRetry={list.retry} /> : null}
    </>
  );
}
