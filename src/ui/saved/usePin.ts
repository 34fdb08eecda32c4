import { useState } from 'react';
import { pinMessages } from '../messages/pane.ts';
import { useEnvironment } from '../state/environment.ts';
import { askToPersistOnce } from '../state/persistence.ts';
import { isPinned, pins, togglePin } from './pins.ts';
import type { SavedImage } from './savedImages.ts';
import { savedListsOf } from './savedLists.ts';
import { useSavedList } from './useSavedList.ts';

/** Reports whether an image is pinned on disk. `toggle` pins or unpins it; `problem` is the error of that, or ''. */
export function usePin(image: SavedImage | undefined): {
  readonly isPinned: boolean;
  readonly problem: string;
  readonly toggle: () => void;
} {
  const environment = useEnvironment();
  const { window } = environment;
  const [entries, change] = useSavedList(pins);
  const [problem, setProblem] = useState('');
  const toggle = async () => {
    if (!image) return;
    const wasPinned = isPinned(entries, image.reference);
    if (!wasPinned) askToPersistOnce(window);
    if (!wasPinned && entries.length >= pins.maxImages) return setProblem(pinMessages.limitReached(pins.maxImages));
    // Another tab may have done the same.
    const isChanged = await change((list) =>
      isPinned(list, image.reference) === wasPinned ? togglePin(list, image) : list,
    );
    const why = savedListsOf(environment).failure?.message;
    setProblem(isChanged ? '' : pinMessages.failed(why));
  };
  return {
    isPinned: image !== undefined && isPinned(entries, image.reference),
    problem,
    toggle: () => void toggle(),
  };
}
