import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect } from 'react';
import { formatPageAddress, readRecord, treeAddress } from '../../../api/index.ts';
import { formatCount } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { offlineImages } from '../../saved/offlineEntries.ts';
import { pins } from '../../saved/pins.ts';
import { recents } from '../../saved/recent.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { AddressBox } from '../AddressBox.tsx';
import styles from './HomePage.module.css';
import { OpenedSection } from './SavedSection.tsx';

const unpinWords = { one: 'Unpin', done: 'Unpinned.' };
const forgetWords = { one: 'Forget', all: 'Forget these', done: 'Forgotten.' };

/** What this is, where to begin, and what was pinned and opened before. */
export function HomePage({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const [pinned] = useSavedList(pins);
  const [recent] = useSavedList(recents);
  const [offline] = useSavedList(offlineImages);
  const sample = useSample();
  useFirstFocus(input);
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
        <a className={parts.button} href="#view=import">
          Import an archive…
        </a>
      </div>
      <OpenedSection heading="Pinned" list={pins} but={[]} words={unpinWords} />
      <OpenedSection heading="Recent" list={recents} but={pinned} words={forgetWords} />
      {offline.length > 0 ? (
        <p>
          <a href="#view=storage">{formatCount(offline.length, 'image')}</a> on the offline list
        </p>
      ) : null}
      {pinned.length + recent.length === 0 ? (
        <p className={parts.muted}>
          What you open is listed here{sample ? '; the sample image is one to begin with' : ''}.
        </p>
      ) : null}
    </div>
  );
}

/** Where a keyboard is at hand one can type at once; on a phone the keyboard would cover the page. */
function useFirstFocus(input: RefObject<HTMLInputElement | null>): void {
  const { window } = useEnvironment();
  useEffect(() => {
    const { activeElement, body } = window.document;
    if (activeElement === body && window.matchMedia('(hover: hover) and (pointer: fine)').matches)
      input.current?.focus();
  }, [window, input]);
}

/** The image that this host offers to look at, where it offers one. */
function useSample(): string | undefined {
  const { window } = useEnvironment();
  const { data } = useQuery({
    queryKey: ['sample'],
    queryFn: async ({ signal }) => {
      const response = await window.fetch('/sample.json', { signal });
      if (!response.ok || !response.headers.get('content-type')?.includes('json')) return null;
      const { reference } = readRecord(await response.json());
      return typeof reference === 'string' ? reference : null;
    },
  });
  return data ?? undefined;
}
