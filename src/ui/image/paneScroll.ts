import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useEnvironment } from '../state/environment.ts';

/**
 * Scrolls a newly selected node to its top and restores the position, saved in the history state, on back and forward.
 * Moves the focus to the title if the focused element was removed.
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
    const savePosition = () => window.history.replaceState({ paneTop: scroller?.scrollTop ?? 0 }, '');
    scroller?.addEventListener('scrollend', savePosition);
    return () => scroller?.removeEventListener('scrollend', savePosition);
  }, [window]);
  return article;
}

function topOf(state: unknown): number {
  if (typeof state !== 'object' || state === null || !('paneTop' in state)) return 0;
  return typeof state.paneTop === 'number' ? state.paneTop : 0;
}
