import { type ComponentType, lazy, type ReactNode, useState } from 'react';
import styles from '../kit/frame.module.css';
import look from '../kit/parts.module.css';
import { incompleteReason, incompleteWords } from '../start/incompleteNotice.ts';
import { useEnvironment } from '../state/environment.ts';

interface LazyPart<Props> {
  /** Renders `Incomplete` in its place if its file doesn't load, so that the rest of the page stays. */
  readonly Part: (props: Props) => ReactNode;
  readonly load: () => Promise<ComponentType<Props>>;
}

/**
 * A component of a folder that is loaded later. Once it is loaded it renders at once: what React has waited for, it shows no
 * sooner than 300 ms later.
 */
function lazyPart<Props extends object>(read: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  let loaded: ComponentType<Props> | undefined;
  const load = async () => {
    loaded = await read();
    return loaded;
  };
  const Lazy = lazy(async () => ({ default: await load().catch((): ComponentType<Props> => Incomplete) }));
  const Part = (props: Props) => {
    const [Current] = useState<ComponentType<Props>>(() => loaded ?? Lazy);
    return <Current {...props} />;
  };
  return { Part, load };
}

const pane = lazyPart(async () => (await import('../image/Pane.tsx')).Pane);
const homePage = lazyPart(async () => (await import('../pages/home/HomePage.tsx')).HomePage);
const appPage = lazyPart(async () => (await import('../pages/AppPage.tsx')).AppPage);

export const Pane = pane.Part;
export const HomePage = homePage.Part;
export const AppPage = appPage.Part;

/** Loads what an address shows beside the tree, before it is rendered. */
export function loadLater(kind: 'tree' | 'home' | 'other'): Promise<unknown> {
  return { tree: pane, home: homePage, other: appPage }[kind].load();
}

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
