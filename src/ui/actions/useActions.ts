import { useContext, useEffect, useRef } from 'react';
import { type Action, ActionsContext } from './actions.ts';

/** Offers what a part of the page can do, for as long as it is there. */
export function useActions(list: readonly Action[]): void {
  const offers = useContext(ActionsContext);
  const latest = useRef(list);
  latest.current = list;
  useEffect(() => {
    const read = () => latest.current;
    const { sources } = offers;
    sources.set(new Set([...sources.get(), read]));
    return () => sources.set(new Set([...sources.get()].filter((source) => source !== read)));
  }, [offers]);
  // What a source reads may be another list after each render.
  useEffect(() => offers.sources.set(new Set(offers.sources.get())));
}
