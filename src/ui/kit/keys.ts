import { useEffect, useRef } from 'react';
import { usePlatform } from './usePlatform.ts';

/** Registers shortcut keys for the whole page. Ignored in text fields and open dialogs, and with Ctrl, Meta or Alt. */
export function useKeys(keys: Readonly<Record<string, (() => void) | undefined>>): void {
  const { window } = usePlatform();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = latest.current[event.key];
      if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [window]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog[open]') !== null;
}
