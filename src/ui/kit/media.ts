import { useEffect, useState, useSyncExternalStore } from 'react';
import { narrowQuery } from './narrow.ts';
import { usePlatform } from './usePlatform.ts';
/** Reports whether the page is too narrow for tree and pane side by side. */
export function useNarrow(): boolean {
  const { window } = usePlatform();
  const query = window.matchMedia(narrowQuery);
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}

/** Reports whether the browser is online, as far as it knows. */
export function useOnline(): boolean {
  const { window } = usePlatform();
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('online', changed);
      window.addEventListener('offline', changed);
      return () => {
        window.removeEventListener('online', changed);
        window.removeEventListener('offline', changed);
      };
    },
    // A browser without `onLine` may be online.
    () => window.navigator.onLine !== false,
  );
}

const patienceMs = 150;

/** False for the first 150 ms, so that stored content never flashes a skeleton. */
export function usePatience(): boolean {
  const { window } = usePlatform();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setOver(true), patienceMs);
    return () => window.clearTimeout(timer);
  }, [window]);
  return over;
}
