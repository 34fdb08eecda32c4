import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import styles from './App.module.css';
import type { PageAddress } from './address.ts';
import { type Environment, EnvironmentContext } from './environment.ts';
import { Header } from './Header.tsx';
import { HomePage } from './HomePage.tsx';
import { ImagePage } from './ImagePage.tsx';
import { useKeys } from './keys.ts';
import { useNavigation } from './navigation.ts';
import { OwnPage } from './OwnPage.tsx';
import { StatusLine } from './StatusLine.tsx';

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
      {address.kind === 'tree' ? (
        <ImagePage address={address} isNavigated={first.current !== address.reference} key={address.reference} />
      ) : (
        <>
          <main className={styles.page}>
            {address.kind === 'home' ? <HomePage input={input} /> : <OwnPage address={address} />}
          </main>
          <StatusLine />
        </>
      )}
    </div>
  );
}

function pageTitle(address: PageAddress): string {
  return address.kind === 'other' ? `${address.value} · ociscope` : 'ociscope';
}
