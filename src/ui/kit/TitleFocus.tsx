import { type RefObject, useEffect } from 'react';
import { usePlatform } from './usePlatform.ts';

/**
 * Focuses the title if `wish` is set, and clears it. Render it next to the content with the title, which may load late.
 */
export function TitleFocus({ wish }: { readonly wish: RefObject<boolean> }) {
  const { window } = usePlatform();
  useEffect(() => {
    if (wish.current) window.document.getElementById('title')?.focus({ preventScroll: true });
    wish.current = false;
  }, [window, wish]);
  return null;
}
