import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import parts from '../../kit/parts.module.css';
import { shownText, tagListMessages } from '../../messages/tagLists.ts';
import styles from './lists.module.css';
import type { Names } from './useNames.ts';

/** The orders a list can be sorted in, by their labels. */
export type Orders = Readonly<Record<string, (names: readonly string[]) => readonly string[]>>;

/**
 * A list of names with search and sort order. Names that arrive while it is shown are added at the end; they are sorted in when the
 * user asks, or when nothing can move under the pointer.
 */
export function NamesView({
  list,
  noun,
  nouns,
  orders,
  host,
  tools,
  children,
}: {
  readonly list: Names;
  readonly noun: string;
  readonly nouns: string;
  /** The first is the default. */
  readonly orders: Orders;
  /** The registry host, for error messages. */
  readonly host: string;
  /** Further controls. */
  readonly tools?: ReactNode;
  /** Renders the rows. */
  readonly children: (names: readonly string[]) => ReactNode;
}) {
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState(Object.keys(orders)[0] ?? '');
  const filter = useDeferredValue(search.trim().toLowerCase());
  const { names, isLoading, error, stale, dropped } = list;
  const [sortedCount, setSortedCount] = useState(0);
  const isUsed = useRef(false);
  const scroller = useRef<HTMLElement>(null);
  const isAtTop = () => !isUsed.current && (scroller.current?.scrollTop ?? 0) === 0;
  if (names.length > sortedCount && (sortedCount === 0 || (!isLoading && isAtTop()))) setSortedCount(names.length);
  if (names.length < sortedCount) setSortedCount(names.length);
  const ordered = useMemo(() => {
    const sort = orders[order] ?? ((all: readonly string[]) => all);
    return [...sort(names.slice(0, sortedCount)), ...sort(names.slice(sortedCount))];
  }, [names, sortedCount, order, orders]);
  const unsorted = names.length - sortedCount;
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
          <select
            className={styles.order}
            value={order}
            onChange={(event) => {
              setOrder(event.target.value);
              setSortedCount(names.length);
            }}
          >
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
        {!isLoading && unsorted > 0 ? (
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            onClick={() => setSortedCount(names.length)}
          >
            {tagListMessages.sortNew(unsorted)}
          </button>
        ) : null}
        {tools}
      </div>
      <section
        ref={scroller}
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
        tabIndex={0}
        aria-label={nouns}
        hidden={shown.length === 0}
        onPointerEnter={() => {
          isUsed.current = true;
        }}
        onPointerLeave={() => {
          isUsed.current = false;
        }}
      >
        {children(shown)}
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
