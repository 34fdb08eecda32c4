import { Suspense, useLayoutEffect, useRef } from 'react';
import { formatPageAddress, type PageAddress } from '../../api/index.ts';
import { Boundary } from '../kit/Boundary.tsx';
import styles from '../kit/frame.module.css';
import { useKeys } from '../kit/keys.ts';
import { TitleFocus } from '../kit/TitleFocus.tsx';
import { frameMessages } from '../messages/shell.ts';
import { EnvironmentProvider } from '../state/EnvironmentProvider.tsx';
import type { Environment } from '../state/environment.ts';
import { useNavigation } from '../state/navigation.ts';
import { DialogHost } from './DialogHost.tsx';
import { Header } from './Header.tsx';
import { ImagePage } from './ImagePage.tsx';
import { AppPage, HomePage } from './lazyParts.tsx';
import { RenderFailure } from './RenderFailure.tsx';
import { StatusLine } from './StatusLine.tsx';

/** Renders the app: header, current page and dialogs. */
export function App({ environment }: { readonly environment: Environment }) {
  return (
    <EnvironmentProvider value={environment}>
      <Frame window={environment.window} />
    </EnvironmentProvider>
  );
}

function Frame({ window }: { readonly window: Window }) {
  const { address } = useNavigation();
  const input = useRef<HTMLInputElement>(null);
  const page = address.kind === 'tree' ? address.reference : formatPageAddress(address);
  // On the first page, the focus stays where the browser put it.
  const shown = useRef(page);
  const titleFocus = useRef(false);
  if (shown.current !== page) titleFocus.current = true;
  shown.current = page;
  const title = pageTitle(address);
  useKeys({ '/': () => input.current?.focus() });
  // A layout effect, so that effects of the page can set a more exact title.
  useLayoutEffect(() => {
    window.document.title = title;
  }, [window, title]);
  return (
    <div className={styles.frame}>
      <Header address={address} input={input} />
      <Boundary
        key={page}
        fallback={(error) => <RenderFailure error={error} onReload={() => window.location.reload()} />}
      >
        {address.kind === 'tree' ? (
          <ImagePage address={address} titleFocus={titleFocus} />
        ) : (
          <>
            <main className={styles.page}>
              <Suspense>
                {address.kind === 'home' ? <HomePage input={input} /> : <AppPage address={address} />}
                <TitleFocus wish={titleFocus} />
              </Suspense>
            </main>
            <StatusLine />
          </>
        )}
      </Boundary>
      <DialogHost page={page} />
    </div>
  );
}

/** Returns the document title for an address, used for an image until it has loaded. */
function pageTitle(address: PageAddress): string {
  if (address.kind === 'home') return frameMessages.app;
  if (address.kind === 'tree') return `${address.reference.replace(/@.*/, '')} · ${frameMessages.app}`;
  const { name, value } = address;
  if (name === 'view') return `${value.charAt(0).toUpperCase()}${value.slice(1)} · ${frameMessages.app}`;
  return name === 'repo' ? frameMessages.tagsOf(value) : frameMessages.repositoriesOf(value);
}
