import { useCallback, useEffect, useState } from 'react';
import { everyPage, type NameList } from '../../../client/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';

/** Names listed by a registry, as far as loaded. */
export interface Names {
  readonly names: readonly string[];
  readonly isLoading: boolean;
  /** The error that ended the list early; names loaded before stay. */
  readonly error: AppError | undefined;
  /** True if the registry is unreachable and the names come from the cache. */
  readonly stale: boolean;
  readonly seenAt: ReadonlyMap<string, Date>;
  /** Number of invalid names. */
  readonly dropped: number;
  readonly stop: () => void;
  readonly retry: () => void;
}

type ReadPage = (last: string | undefined, signal: AbortSignal) => Promise<NameList>;

const initial = { names: [], isLoading: true, error: undefined, stale: false, seenAt: new Map(), dropped: 0 } as const;

/** Reads a list page by page and returns what is loaded so far. A new `read` starts a new list, so it must be memoized. */
export function useNames(read: ReadPage): Names {
  const [state, setState] = useState<Omit<Names, 'stop' | 'retry'>>(initial);
  const [attempt, setAttempt] = useState({ read, stop: new AbortController() });
  useEffect(() => {
    const { stop } = attempt;
    setState(initial);
    const load = async () => {
      for await (const page of everyPage((last) => attempt.read(last, stop.signal))) {
        if (stop.signal.aborted) return;
        setState((before) => ({
          ...before,
          names: [...before.names, ...page.names],
          stale: page.stale,
          seenAt: page.seenAt,
          dropped: before.dropped + page.dropped,
        }));
      }
    };
    const end = (error?: AppError) => setState((before) => ({ ...before, isLoading: false, error }));
    load().then(
      () => end(),
      (error: unknown) => (stop.signal.aborted ? undefined : end(asAppError(error))),
    );
    return () => stop.abort();
  }, [attempt]);
  const retry = useCallback(() => setAttempt({ read, stop: new AbortController() }), [read]);
  if (attempt.read !== read) retry();
  const stop = () => {
    attempt.stop.abort();
    setState((before) => ({ ...before, isLoading: false }));
  };
  return { ...state, stop, retry };
}
