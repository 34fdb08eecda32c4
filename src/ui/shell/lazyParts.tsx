import { type ComponentType, lazy, type ReactNode, useState } from 'react';
import styles from '../kit/frame.module.css';
import look from '../kit/parts.module.css';
import { incompleteMessages } from '../messages/start.ts';
import { incompleteReason } from '../start/incompleteNotice.ts';
import { useEnvironment } from '../state/environment.ts';

interface LazyPart<Props> {
  /** Renders `Incomplete` if its script fails to load, so that the rest of the page still works. */
  readonly Part: (props: Props) => ReactNode;
  readonly load: () => Promise<ComponentType<Props>>;
}

/**
 * Creates a component that is loaded on demand. Once loaded it renders without Suspense, since React delays content that suspended
 * by up to 300 ms.
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

/** Loads the component that an address needs before it is rendered. */
export function loadPart(kind: 'tree' | 'home' | 'other'): Promise<unknown> {
  return { tree: pane, home: homePage, other: appPage }[kind].load();
}

function Incomplete() {
  const { window } = useEnvironment();
  return (
    <div role="alert" data-reason={incompleteReason(window)} className={styles.own}>
      <h2>{incompleteMessages.title}</h2>
      <p>{incompleteMessages.next}</p>
      <div className={styles.ownActions}>
        <button type="button" className={look.button} onClick={() => window.location.reload()}>
          {incompleteMessages.reload}
        </button>
      </div>
    </div>
  );
}
