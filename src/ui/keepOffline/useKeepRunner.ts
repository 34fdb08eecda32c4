import { useSyncExternalStore } from 'react';
import { type Environment, useEnvironment } from '../environment.ts';
import { savedListsOf } from '../savedLists.ts';
import { onSavedChange } from '../useOpened.ts';
import type { KeepRun } from './keepRun.ts';
import { KeepRunner } from './keepRunner.ts';
import type { KeptImage } from './keptList.ts';
import { readKept } from './keptStore.ts';

const pauseMs = 500;

/** One for each page, so that it outlives the parts of the page that show it. */
const runners = new WeakMap<Environment['queries'], KeepRunner>();

/** What keeps images offline; it begins when it is first asked for. */
export function useKeepRunner(): KeepRunner {
  return runnerOf(useEnvironment());
}

/** The list of what is kept, drawn anew when this tab or another changes it. */
export function useKeptImages(): readonly KeptImage[] {
  const saved = savedListsOf(useEnvironment());
  return useSyncExternalStore(
    (changed) => onSavedChange(saved, changed),
    () => readKept(saved),
  );
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
    saved: savedListsOf(environment),
    onEnded: () => {
      for (const key of ['kept', 'ingests', 'storage', 'content', 'measured', 'present', 'checked']) {
        void queries.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  runners.set(queries, runner);
  return runner;
}
