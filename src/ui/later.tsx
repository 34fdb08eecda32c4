import { type ComponentProps, type ComponentType, lazy, type RefObject, Suspense, useState } from 'react';
import styles from './App.module.css';
import { TitleFocus } from './TitleFocus.tsx';

type Parts = typeof import('./laterParts.ts');

let parts: Parts | undefined;

/** What is drawn after the tree comes in a file of its own, so that the tree does not wait for it. */
export async function loadLater(): Promise<Parts> {
  parts = await import('./laterParts.ts');
  return parts;
}

/** What is here is drawn at once: React draws what it once waited for no sooner than 300 ms after. */
function part<Props extends object>(choose: (parts: Parts) => ComponentType<Props>) {
  const Lazy = lazy(async () => ({ default: choose(await loadLater()) }));
  return (props: Props) => {
    const [Part] = useState<ComponentType<Props>>(() => (parts ? choose(parts) : Lazy));
    return <Part {...props} />;
  };
}

const LazyStatusLine = part(({ StatusLine }) => StatusLine);
const LazyDivider = part(({ Divider }) => Divider);
const LazyErrorPanel = part(({ ErrorPanel }) => ErrorPanel);

export const Pane = part(({ Pane }) => Pane);
export const HomePage = part(({ HomePage }) => HomePage);
export const OwnPage = part(({ OwnPage }) => OwnPage);

export const Visit = part(({ Visit }) => Visit);

/** The line is drawn at once, and can be moved when the rest has come. */
export function Divider() {
  return (
    <Suspense fallback={<div className={styles.divider} />}>
      <LazyDivider />
    </Suspense>
  );
}

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
