import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect } from 'react';
import { formatPageAddress, readRecord, treeAddress } from '../../../api/index.ts';
import parts from '../../kit/parts.module.css';
import { homeMessages } from '../../messages/home.ts';
import { pins } from '../../saved/pins.ts';
import { offlineImages, recents } from '../../saved/savedImages.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { AddressBox } from '../AddressBox.tsx';
import styles from './HomePage.module.css';
import { SavedSection } from './SavedSection.tsx';

/** The start page: a short introduction, the address box, and the pinned and recent images. */
export function HomePage({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const [pinned] = useSavedList(pins);
  const [recent] = useSavedList(recents);
  const [offline] = useSavedList(offlineImages);
  const sample = useSample();
  useFirstFocus(input);
  return (
    <div className={styles.home}>
      <h1 id="title" tabIndex={-1}>
        {homeMessages.title}
      </h1>
      <p className={styles.lead}>{homeMessages.lead}</p>
      <AddressBox reference="" input={input} isLarge />
      <div className={styles.actions}>
        {sample ? (
          <a className={parts.button} href={formatPageAddress(treeAddress(sample))}>
            {homeMessages.openSample}
          </a>
        ) : null}
        <a className={parts.button} href="#view=import">
          {homeMessages.importArchive}
        </a>
      </div>
      <SavedSection heading={homeMessages.pinned} list={pins} except={[]} text={homeMessages.unpin} />
      <SavedSection heading={homeMessages.recent} list={recents} except={pinned} text={homeMessages.removeRecent} />
      {offline.length > 0 ? (
        <p>
          <a href="#view=storage">{homeMessages.offlineImages(offline.length)}</a>
        </p>
      ) : null}
      {pinned.length + recent.length === 0 ? (
        <p className={parts.muted}>
          {homeMessages.empty}
          {sample ? ` ${homeMessages.trySample}` : null}
        </p>
      ) : null}
    </div>
  );
}

/** Focuses the address box on devices with a mouse; on a phone the on-screen keyboard would cover the page. */
function useFirstFocus(input: RefObject<HTMLInputElement | null>): void {
  const { window } = useEnvironment();
  useEffect(() => {
    const { activeElement, body } = window.document;
    if (activeElement === body && window.matchMedia('(hover: hover) and (pointer: fine)').matches)
      input.current?.focus();
  }, [window, input]);
}

/** Returns the reference of the sample image that this host serves; undefined if it serves none. */
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
