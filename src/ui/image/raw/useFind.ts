import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { type Found, findText, firstMatchAfter } from './find.ts';
import type { RawText } from './readText.ts';

export interface Find {
  readonly isOpen: boolean;
  readonly query: string;
  readonly found: Found;
  /** Index of the current match. */
  readonly current: number;
  /** Incremented by each `open()`, so that the field takes the focus each time. */
  readonly openCount: number;
  open(): void;
  close(): void;
  setQuery(query: string): void;
  /** Moves by this many matches; wraps around at both ends. */
  move(by: number): void;
}

const noMatches: Found = { starts: [], ends: [], isCut: false };

/** Searches a text while the query is typed, and moves between the matches. */
export function useFind(raw: RawText, isIndented: boolean, goTo: (offset: number) => void): Find {
  const [openCount, setOpenCount] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState(0);
  const deferredQuery = useDeferredValue(isOpen ? query : '');
  const last = useRef(0);
  const found = useMemo(
    () =>
      raw.kind === 'bytes' || deferredQuery === ''
        ? noMatches
        : findText(raw.tokens.text, deferredQuery, { isIndented }),
    [raw, deferredQuery, isIndented],
  );
  const go = (index: number) => {
    const offset = found.starts[index];
    if (offset === undefined) return;
    last.current = offset;
    setCurrent(index);
    goTo(offset);
  };
  // A longer query continues from the last match instead of from the top.
  const latestGo = useRef(go);
  latestGo.current = go;
  useEffect(() => {
    const next = firstMatchAfter(found, last.current);
    latestGo.current(next < found.starts.length ? next : 0);
  }, [found]);
  return {
    isOpen,
    query,
    found,
    current,
    openCount,
    open: () => {
      setOpen(true);
      setOpenCount(openCount + 1);
    },
    close: () => setOpen(false),
    setQuery,
    move: (by) => go((current + by + found.starts.length) % found.starts.length),
  };
}
