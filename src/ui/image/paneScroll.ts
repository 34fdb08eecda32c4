import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useEnvironment } from '../state/environment.ts';

/**
 * Shows each node from its top, and one that is come back to from where it was left, which its step of the history keeps.
 * Where the focus went with what was shown before, it goes to the title.
 */
export function usePaneScroll(node: string): RefObject<HTMLElement | null> {
  const { window } = useEnvironment();
  const article = useRef<HTMLElement>(null);
  const shown = useRef(node);
  useLayoutEffect(() => {
    const { document, history } = window;
    if (article.current?.parentElement) article.current.parentElement.scrollTop = topOf(history.state);
    if (shown.current !== node && document.activeElement === document.body) {
      document.getElementById('title')?.focus({ preventScroll: true });
    }
    shown.current = node;
  }, [window, node]);
  useEffect(() => {
    const scroller = article.current?.parentElement;
    const keep = () => window.history.replaceState({ paneTop: scroller?.scrollTop ?? 0 }, '');
    scroller?.addEventListener('scrollend', keep);
    return () => scroller?.removeEventListener('scrollend', keep);
  }, [window]);
  return article;
}

function topOf(state: unknown): number {
  if (typeof state !== 'object' || state === null || !('paneTop' in state)) return 0;
  return typeof state.paneTop === 'number' ? state.paneTop : 0;
}
