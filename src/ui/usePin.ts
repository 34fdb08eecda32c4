import { useState } from 'react';
import { useEnvironment } from './environment.ts';
import type { Opened } from './opened.ts';
import { askToPersistOnce } from './persistence.ts';
import { isPinned, pins, togglePin } from './pins.ts';
import { useOpened } from './useOpened.ts';

/** Whether an image is pinned, the way to change that, and why that did not work; '' where nothing went wrong. */
export function usePin(opened: Opened | undefined): {
  readonly isPinned: boolean;
  readonly problem: string;
  readonly toggle: () => void;
} {
  const { window } = useEnvironment();
  const [entries, write] = useOpened(pins);
  const [problem, setProblem] = useState('');
  const toggle = () => {
    if (!opened) return;
    if (!isPinned(entries, opened.reference)) askToPersistOnce(window);
    const changed = togglePin(entries, opened);
    if (!changed) setProblem(`${pins.most} images are pinned, the most there can be: unpin one first`);
    else setProblem(write(changed) ? '' : 'this browser keeps nothing for this page');
  };
  return { isPinned: opened !== undefined && isPinned(entries, opened.reference), problem, toggle };
}
