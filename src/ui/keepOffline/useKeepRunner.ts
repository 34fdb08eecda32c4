import { useMemo, useSyncExternalStore } from 'react';
import { type Environment, useEnvironment } from '../environment.ts';
import { kept } from '../kept.ts';
import { tellRootsNow } from '../roots.ts';
import { localStorageOf } from '../storage.ts';
import type { KeepRun } from './keepRun.ts';
import { KeepRunner } from './keepRunner.ts';
import { type KeptImage, parseKept } from './keptList.ts';
import { onKeptChange } from './keptStore.ts';

const pauseMs = 500;

/** One for each page, so that it outlives the parts of the page that show it. */
const runners = new WeakMap<Environment['queries'], KeepRunner>();

/** What keeps images offline; it begins when it is first asked for. */
export function useKeepRunner(): KeepRunner {
  return runnerOf(useEnvironment());
}

/** The list of what is kept, drawn anew when this tab or another changes it. */
export function useKeptImages(): readonly KeptImage[] {
  const { window } = useEnvironment();
  const text = useSyncExternalStore(
    (changed) => onKeptChange(window, changed),
    () => localStorageOf(window)?.getItem(kept.key),
  );
  return useMemo(() => parseKept(text), [text]);
}

/** How far each is that is being kept, drawn anew as it goes on. */
export function useKeepRun(digest: string): KeepRun | undefined {
  const runner = useKeepRunner();
  return useSyncExternalStore(
    (changed) => {
      runner.addEventListener('change', changed);
      return () => runner.removeEventListener('change', changed);
    },
    () => runner.runOf(digest),
  );
}

function runnerOf(environment: Environment): KeepRunner {
  const { client, queries, window, now } = environment;
  const known = runners.get(queries);
  if (known) return known;
  const runner = new KeepRunner({
    client,
    window,
    now,
    pause: () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs)),
    tellRoots: () => tellRootsNow(environment),
    onEnded: () => {
      for (const key of ['kept', 'ingests', 'storage', 'content', 'measured', 'present']) {
        void queries.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  runners.set(queries, runner);
  return runner;
}
