import { useQuery } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { formatPageAddress, treeAddress } from '../api/index.ts';
import { AddressBox } from './AddressBox.tsx';
import { useEnvironment } from './environment.ts';
import { formatRelative, shortDigest } from './format.ts';
import styles from './HomePage.module.css';
import { Icon } from './icons.tsx';
import parts from './parts.module.css';
import { clearRecent, type Recent, readRecent } from './recent.ts';
import { localStorageOf } from './storage.ts';

/** What this is, where to begin, and what was opened before. */
export function HomePage({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const { window } = useEnvironment();
  const storage = localStorageOf(window);
  const [recent, setRecent] = useState(() => readRecent(storage));
  const sample = useSample();
  return (
    <div className={styles.home}>
      <h1 id="title" tabIndex={-1}>
        Look inside a container image
      </h1>
      <p className={styles.lead}>
        Manifests, configs and layers by digest. What you have opened stays in this browser and opens without a network.
      </p>
      <AddressBox reference="" input={input} isLarge />
      <div className={styles.actions}>
        {sample ? (
          <a className={parts.button} href={formatPageAddress(treeAddress(sample))}>
            Open the sample image
          </a>
        ) : null}
      </div>
      {recent.length > 0 ? (
        <section aria-labelledby="recent">
          <div className={styles.listHead}>
            <h2 id="recent">Recent</h2>
            <button
              type="button"
              className={`${parts.button} ${parts.quiet}`}
              onClick={() => {
                clearRecent(storage);
                setRecent([]);
              }}
            >
              Forget these
            </button>
          </div>
          <ul className={styles.list}>
            {recent.map((one) => (
              <RecentRow key={one.reference} recent={one} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function RecentRow({ recent: { reference, atMs } }: { readonly recent: Recent }) {
  const { now } = useEnvironment();
  const at = reference.indexOf('@');
  return (
    <li>
      <a href={formatPageAddress(treeAddress(reference))} title={reference}>
        <Icon name="image" />
        <span className={styles.name}>{at < 0 ? reference : reference.slice(0, at)}</span>
        {at < 0 ? null : <span className={styles.digest}>@{shortDigest(reference.slice(at + 1))}</span>}
        <span className={styles.when}>{formatRelative(atMs, now())}</span>
      </a>
    </li>
  );
}

/** The image that this host offers to look at, where it offers one. */
function useSample(): string | undefined {
  const { window } = useEnvironment();
  const { data } = useQuery({
    queryKey: ['sample'],
    queryFn: async ({ signal }) => {
      const response = await window.fetch('/sample.json', { signal });
      if (!response.ok || !response.headers.get('content-type')?.includes('json')) return null;
      const body: unknown = await response.json();
      const isSample = typeof body === 'object' && body !== null && 'reference' in body;
      return isSample && typeof body.reference === 'string' ? body.reference : null;
    },
  });
  return data ?? undefined;
}
