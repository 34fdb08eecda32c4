import { useState } from 'react';
import { useEnvironment } from '../state/environment.ts';
import { askToPersistOnce } from '../state/persistence.ts';
import { isPinned, pins, togglePin } from './pins.ts';
import type { Opened } from './savedImages.ts';
import { savedListsOf } from './savedLists.ts';
import { useOpened } from './useSavedList.ts';

/** Tells whether an image is pinned, which it is once that is on disk, with the way to change that, and why that failed, or ''. */
export function usePin(opened: Opened | undefined): {
  readonly isPinned: boolean;
  readonly problem: string;
  readonly toggle: () => void;
} {
  const environment = useEnvironment();
  const { window } = environment;
  const [entries, change] = useOpened(pins);
  const [problem, setProblem] = useState('');
  const toggle = async () => {
    if (!opened) return;
    const wasPinned = isPinned(entries, opened.reference);
    if (!wasPinned) askToPersistOnce(window);
    if (!wasPinned && entries.length >= pins.most)
      return setProblem(`${pins.most} images are pinned, the most there can be: unpin one first`);
    // Another tab may have done the same.
    const isChanged = await change((list) =>
      isPinned(list, opened.reference) === wasPinned ? togglePin(list, opened) : list,
    );
    const why = savedListsOf(environment).failure?.message;
    setProblem(isChanged ? '' : `it could not be saved in this browser${why ? `: ${why}` : ''}`);
  };
  return {
    isPinned: opened !== undefined && isPinned(entries, opened.reference),
    problem,
    toggle: () => void toggle(),
  };
}
