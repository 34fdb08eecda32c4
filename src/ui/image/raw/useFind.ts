import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { type Found, findText, firstBehind } from './find.ts';
import type { RawText } from './readText.ts';

export interface Find {
  readonly isOpen: boolean;
  readonly query: string;
  readonly found: Found;
  /** Place of the match that is looked at. */
  readonly current: number;
  /** Counts how often it was asked to open, so that the field takes the focus each time. */
  readonly asked: number;
  open(): void;
  close(): void;
  setQuery(query: string): void;
  /** To the match so many further, round the ends. */
  move(by: number): void;
}

const nothing: Found = { starts: [], ends: [], isCut: false };

/** Searches a text while it is typed what for, and goes from match to match. */
export function useFind(raw: RawText, isIndented: boolean, goTo: (offset: number) => void): Find {
  const [asked, setAsked] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState(0);
  const wanted = useDeferredValue(isOpen ? query : '');
  const last = useRef(0);
  const found = useMemo(
    () => (raw.kind === 'bytes' || wanted === '' ? nothing : findText(raw.tokens.text, wanted, { isIndented })),
    [raw, wanted, isIndented],
  );
  const go = (index: number) => {
    const offset = found.starts[index];
    if (offset === undefined) return;
    last.current = offset;
    setCurrent(index);
    goTo(offset);
  };
  // What is typed on is looked for from where it was found so far.
  const latestGo = useRef(go);
  latestGo.current = go;
  useEffect(() => {
    const next = firstBehind(found, last.current);
    latestGo.current(next < found.starts.length ? next : 0);
  }, [found]);
  return {
    isOpen,
    query,
    found,
    current,
    asked,
    open: () => {
      setOpen(true);
      setAsked(asked + 1);
    },
    close: () => setOpen(false),
    setQuery,
    move: (by) => go((current + by + found.starts.length) % found.starts.length),
  };
}
