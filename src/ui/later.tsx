import { type ComponentProps, lazy, type RefObject, Suspense } from 'react';
import styles from './App.module.css';
import { TitleFocus } from './TitleFocus.tsx';

// What is drawn after the tree comes in a file of its own, so that the tree does not wait for it.

const load = {
  Pane: () => import('./pane/Pane.tsx').then(({ Pane }) => ({ default: Pane })),
  StatusLine: () => import('./StatusLine.tsx').then(({ StatusLine }) => ({ default: StatusLine })),
  Visit: () => import('./Visit.tsx').then(({ Visit }) => ({ default: Visit })),
  HomePage: () => import('./HomePage.tsx').then(({ HomePage }) => ({ default: HomePage })),
  OwnPage: () => import('./OwnPage.tsx').then(({ OwnPage }) => ({ default: OwnPage })),
  ErrorPanel: () => import('./ErrorPanel.tsx').then(({ ErrorPanel }) => ({ default: ErrorPanel })),
};

const LazyStatusLine = lazy(load.StatusLine);
const LazyErrorPanel = lazy(load.ErrorPanel);

export const Visit = lazy(load.Visit);
export const Pane = lazy(load.Pane);
export const HomePage = lazy(load.HomePage);
export const OwnPage = lazy(load.OwnPage);

/** Its place is kept, so that nothing moves when it comes. */
export function StatusLine(props: ComponentProps<typeof LazyStatusLine>) {
  return (
    <Suspense fallback={<div className={styles.status} />}>
      <LazyStatusLine {...props} />
    </Suspense>
  );
}

/** A failure that leaves nothing else to be shown. */
export function ErrorPage({
  titleFocus,
  ...props
}: ComponentProps<typeof LazyErrorPanel> & { readonly titleFocus: RefObject<boolean> }) {
  return (
    <Suspense>
      <LazyErrorPanel {...props} isPage />
      <TitleFocus wish={titleFocus} />
    </Suspense>
  );
}
