import { useContext, useEffect, useRef } from 'react';
import { type Action, ActionsContext } from './actions.ts';

/** Registers actions while the component is mounted. */
export function useActions(list: readonly Action[]): void {
  const registry = useContext(ActionsContext);
  const latest = useRef(list);
  latest.current = list;
  useEffect(() => {
    const read = () => latest.current;
    const { sources } = registry;
    sources.set(new Set([...sources.get(), read]));
    return () => sources.set(new Set([...sources.get()].filter((source) => source !== read)));
  }, [registry]);
  // Notify after each render, because the list can have changed.
  useEffect(() => registry.sources.set(new Set(registry.sources.get())));
}
