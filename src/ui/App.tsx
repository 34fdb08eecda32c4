import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import type { PageAddress } from '../api/index.ts';
import styles from './App.module.css';
import { Boundary } from './Boundary.tsx';
import { type Environment, EnvironmentContext } from './environment.ts';
import { Header } from './Header.tsx';
import { ImagePage } from './ImagePage.tsx';
import { useKeys } from './keys.ts';
import { HomePage, OwnPage, StatusLine } from './later.tsx';
import { useNavigation } from './navigation.ts';

/** The page. */
export function App({ environment }: { readonly environment: Environment }) {
  return (
    <EnvironmentContext value={environment}>
      <QueryClientProvider client={environment.queries}>
        <Frame window={environment.window} />
      </QueryClientProvider>
    </EnvironmentContext>
  );
}

function Frame({ window }: { readonly window: Window }) {
  const { address } = useNavigation();
  const input = useRef<HTMLInputElement>(null);
  const first = useRef(address.kind === 'tree' ? address.reference : '');
  useKeys({ '/': () => input.current?.focus() });
  useEffect(() => {
    if (address.kind !== 'tree') window.document.title = pageTitle(address);
  }, [window, address]);
  return (
    <div className={styles.frame}>
      <Header address={address} input={input} />
      <Boundary key={address.kind === 'tree' ? address.reference : ''} onRetry={() => window.location.reload()}>
        {address.kind === 'tree' ? (
          <ImagePage address={address} isNavigated={first.current !== address.reference} />
        ) : (
          <>
            <main className={styles.page}>
              <Suspense>
                {address.kind === 'home' ? <HomePage input={input} /> : <OwnPage address={address} />}
              </Suspense>
            </main>
            <StatusLine />
          </>
        )}
      </Boundary>
    </div>
  );
}

function pageTitle(address: PageAddress): string {
  return address.kind === 'other' ? `${address.value} · ociscope` : 'ociscope';
}
