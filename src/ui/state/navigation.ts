import { useSyncExternalStore } from 'react';
import { formatPageAddress, type PageAddress, readPageAddress } from '../../api/index.ts';
import { useEnvironment } from './environment.ts';

const events = ['hashchange', 'popstate'] as const;

/** Returns the address of the page and a function that changes it. `replace` adds no history entry. */
export function useNavigation(): {
  readonly address: PageAddress;
  readonly go: (address: PageAddress, options?: { readonly replace?: boolean }) => void;
} {
  const { window } = useEnvironment();
  const fragment = useSyncExternalStore(
    (changed) => listen(window, changed),
    () => window.location.hash,
  );
  return {
    address: readPageAddress(fragment),
    go: (address, { replace = false } = {}) => {
      const url = window.location.pathname + formatPageAddress(address);
      if (replace) window.history.replaceState(null, '', url);
      else window.history.pushState(null, '', url);
      window.dispatchEvent(new Event('hashchange'));
    },
  };
}

function listen(window: Window, changed: () => void): () => void {
  for (const event of events) window.addEventListener(event, changed);
  return () => {
    for (const event of events) window.removeEventListener(event, changed);
  };
}
