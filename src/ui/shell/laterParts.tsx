import {
  type ComponentProps,
  type ComponentType,
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useState,
} from 'react';
import look from '../kit/parts.module.css';
import { TitleFocus } from '../kit/TitleFocus.tsx';
import { incompleteReason, incompleteWords } from '../start/incompleteNotice.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './App.module.css';

type Parts = typeof import('./pageParts.ts');

let parts: Parts | undefined;

/** What is drawn after the tree comes in a file of its own, so that the tree does not wait for it. */
export async function loadLater(): Promise<Parts> {
  parts = await import('./pageParts.ts');
  return parts;
}

/**
 * What is here is drawn at once: React draws what it once waited for no sooner than 300 ms after. `Missing` is drawn in its place
 * if the file doesn't load, so that the rest of the page stays.
 */
function part<Props extends object>(
  choose: (parts: Parts) => ComponentType<Props>,
  Missing: () => ReactNode = Nothing,
) {
  const Lazy = lazy(async () => ({ default: await loadLater().then(choose, (): ComponentType<Props> => Missing) }));
  return (props: Props) => {
    const [Part] = useState<ComponentType<Props>>(() => (parts ? choose(parts) : Lazy));
    return <Part {...props} />;
  };
}

const LazyStatusLine = part(({ StatusLine }) => StatusLine);
const LazyDivider = part(({ Divider }) => Divider);
const LazyErrorPanel = part(({ ErrorPanel }) => ErrorPanel, Incomplete);

export const Pane = part(({ Pane }) => Pane, Incomplete);
export const HomePage = part(({ HomePage }) => HomePage, Incomplete);
export const AppPage = part(({ AppPage }) => AppPage, Incomplete);

export const RecordRecentImage = part(({ RecordRecentImage }) => RecordRecentImage);

function Nothing() {
  return null;
}

/** Says that the rest of the app didn't load. */
function Incomplete() {
  const { window } = useEnvironment();
  return (
    <div role="alert" data-reason={incompleteReason(window)} className={styles.own}>
      <h2>{incompleteWords.title}</h2>
      <p>{incompleteWords.next}</p>
      <div className={styles.ownActions}>
        <button type="button" className={look.button} onClick={() => window.location.reload()}>
          Reload
        </button>
      </div>
    </div>
  );
}

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
