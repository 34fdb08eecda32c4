import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import { formatCount, groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import styles from './lists.module.css';
import type { Names } from './useNames.ts';

/** How a list may stand, by the name a person chooses it by. */
export type Orders = Readonly<Record<string, (names: readonly string[]) => readonly string[]>>;

const rowHeight = 36;

/** Names to be searched, put in order and scrolled, however many there are. */
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
  /** The first is how they stand. */
  readonly orders: Orders;
  /** The registry, for what is said of a failure. */
  readonly host: string;
  readonly children: (name: string) => ReactNode;
}) {
  const [wanted, setWanted] = useState('');
  const [order, setOrder] = useState(Object.keys(orders)[0] ?? '');
  const filter = useDeferredValue(wanted.trim().toLowerCase());
  const { names, isLoading, error, stale, dropped } = list;
  const ordered = useMemo(() => orders[order]?.(names) ?? names, [names, order, orders]);
  const shown = useMemo(
    () => (filter === '' ? ordered : ordered.filter((name) => name.toLowerCase().includes(filter))),
    [ordered, filter],
  );
  if (error && names.length === 0) return <ErrorPanel error={error} where={{ host, name: '' }} onRetry={list.retry} />;
  return (
    <>
      {stale ? (
        <p className={styles.stale}>
          Can't get {nouns} from {host} right now. Showing {nouns} you've opened before.
        </p>
      ) : null}
      <div className={styles.tools}>
        <input
          type="search"
          className={styles.search}
          aria-label={`Search ${nouns}`}
          placeholder={`Search ${nouns}`}
          value={wanted}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => setWanted(event.target.value)}
        />
        <label>
          <span className={parts.hidden}>Order</span>
          <select className={styles.order} value={order} onChange={(event) => setOrder(event.target.value)}>
            {Object.keys(orders).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span role="status" className={parts.muted}>
          {isLoading ? `${groupDigits(names.length)} so far…` : countText(shown.length, names.length, noun, nouns)}
          {dropped > 0 ? `, ${formatCount(dropped, 'invalid name')} hidden` : ''}
        </span>
        {isLoading ? (
          <button type="button" className={parts.button} onClick={list.stop}>
            Stop
          </button>
        ) : null}
      </div>
      <Rows names={shown} label={nouns}>
        {children}
      </Rows>
      {shown.length === 0 && !isLoading ? (
        <p className={parts.muted}>{names.length === 0 ? `No ${nouns}` : `No matching ${nouns}`}</p>
      ) : null}
      {error ? <ErrorPanel error={error} where={{ host, name: '' }} onRetry={list.retry} /> : null}
    </>
  );
}

function Rows({
  names,
  label,
  children,
}: {
  readonly names: readonly string[];
  readonly label: string;
  readonly children: (name: string) => ReactNode;
}) {
  const box = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: names.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section ref={box} className={styles.scroll} tabIndex={0} aria-label={label} hidden={names.length === 0}>
      <ul style={{ height: rows.getTotalSize() }} className={styles.rows}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const name = names[index] ?? '';
          return (
            <li
              key={name}
              className={styles.row}
              style={{ top: start }}
              aria-setsize={names.length}
              aria-posinset={index + 1}
            >
              {children(name)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function countText(shown: number, all: number, noun: string, nouns: string): string {
  return shown === all ? formatCount(all, noun, nouns) : `${groupDigits(shown)} of ${formatCount(all, noun, nouns)}`;
}
