import { type RefObject, useEffect } from 'react';
import { usePlatform } from './platform.ts';

/**
 * Moves the focus to the title where that is wished for, and takes the wish back. It stands beside what has the title,
 * which may come late.
 */
export function TitleFocus({ wish }: { readonly wish: RefObject<boolean> }) {
  const { window } = usePlatform();
  useEffect(() => {
    if (wish.current) window.document.getElementById('title')?.focus({ preventScroll: true });
    wish.current = false;
  }, [window, wish]);
  return null;
}
