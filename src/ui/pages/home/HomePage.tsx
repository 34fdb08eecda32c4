import { type RefObject, useEffect } from 'react';
import { Icon } from '../../kit/icons.tsx';
import parts from '../../kit/parts.module.css';
import { homeMessages } from '../../messages/home.ts';
import { pins } from '../../saved/pins.ts';
import { offlineImages, recents } from '../../saved/savedImages.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { AddressBox } from '../AddressBox.tsx';
import { Examples } from './Examples.tsx';
import styles from './HomePage.module.css';
import { Picture } from './Picture.tsx';
import { SavedSection } from './SavedSection.tsx';

/** The start page: the address box, examples, what the app does, and the pinned and recent images. */
export function HomePage({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const [pinned] = useSavedList(pins);
  const [recent] = useSavedList(recents);
  const [offline] = useSavedList(offlineImages);
  const isEmpty = pinned.length + recent.length === 0;
  useFirstFocus(input);
  return (
    <div className={styles.home}>
      <h1 id="title" tabIndex={-1}>
        {homeMessages.title}
      </h1>
      <div className={styles.start}>
        <AddressBox reference="" input={input} isLarge />
        <a className={`${parts.button} ${styles.import}`} href="#view=import">
          {homeMessages.importArchive}
        </a>
      </div>
      <Examples />
      <div className={styles.intro} data-first={isEmpty}>
        <ul className={styles.lines}>
          {homeMessages.lines.map(([icon, title, text]) => (
            <li key={title}>
              <Icon name={icon} />
              <b>{title}</b> <span>{text}</span>
            </li>
          ))}
        </ul>
        <Picture />
      </div>
      <SavedSection heading={homeMessages.pinned} list={pins} except={[]} text={homeMessages.unpin} />
      <SavedSection heading={homeMessages.recent} list={recents} except={pinned} text={homeMessages.removeRecent} />
      {offline.length > 0 ? (
        <p className={styles.more}>
          <a href="#view=storage">{homeMessages.offlineImages(offline.length)}</a>
        </p>
      ) : null}
      {isEmpty ? <p className={`${parts.muted} ${styles.more}`}>{homeMessages.empty}</p> : null}
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
