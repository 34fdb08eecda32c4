import { useCallback, useEffect, useState } from 'react';
import { everyPage, type NameList } from '../../../client/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';

/** Names of a registry, as many as have come. */
export interface Names {
  readonly names: readonly string[];
  readonly isLoading: boolean;
  /** What ended the list early; the names before it stay. */
  readonly error: AppError | undefined;
  /** The registry cannot be asked now: these were seen here before. */
  readonly stale: boolean;
  readonly seenAt: ReadonlyMap<string, Date>;
  /** Entries that are no names. */
  readonly dropped: number;
  readonly stop: () => void;
  readonly retry: () => void;
}

type ReadPage = (last: string | undefined, signal: AbortSignal) => Promise<NameList>;

const nothing = { names: [], isLoading: true, error: undefined, stale: false, seenAt: new Map(), dropped: 0 } as const;

/** Reads a list page after page, and shows what is there meanwhile. `read` is the same as long as the list is. */
export function useNames(read: ReadPage): Names {
  const [state, setState] = useState<Omit<Names, 'stop' | 'retry'>>(nothing);
  const [attempt, setAttempt] = useState({ read, stop: new AbortController() });
  useEffect(() => {
    const { stop } = attempt;
    setState(nothing);
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
