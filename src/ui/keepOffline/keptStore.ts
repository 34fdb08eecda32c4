import { kept } from '../kept.ts';
import { localStorageOf } from '../storage.ts';
import { formatKept, type KeptImage, parseKept } from './keptList.ts';

export function readKept(window: Window): readonly KeptImage[] {
  return parseKept(localStorageOf(window)?.getItem(kept.key));
}

/**
 * Changes the list as it stands now, and says so in this tab; the browser says it in others. False where nothing is kept, or
 * there would be more in it than it holds: nothing is let go of for another.
 */
export function changeKeptList(
  window: Window,
  change: (entries: readonly KeptImage[]) => readonly KeptImage[],
): boolean {
  const storage = localStorageOf(window);
  const changed = change(readKept(window));
  if (changed.length > kept.most) return false;
  try {
    storage?.setItem(kept.key, formatKept(changed));
  } catch {
    return false;
  }
  window.dispatchEvent(new Event(kept.key));
  return storage !== undefined;
}

/** Calls back when this tab or another has changed the list; gives the way to end that. */
export function onKeptChange(window: Window, changed: () => void): () => void {
  window.addEventListener('storage', changed);
  window.addEventListener(kept.key, changed);
  return () => {
    window.removeEventListener('storage', changed);
    window.removeEventListener(kept.key, changed);
  };
}
