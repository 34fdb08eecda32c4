import { useRef, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { freedText } from '../../messages/storage.ts';
import { tagOf } from '../../offline/tagCheck.ts';
import { useOfflineImages } from '../../offline/useOfflineSync.ts';
import { useRestoreOffline, useStopKeeping } from '../../offline/useStopKeeping.ts';
import type { OfflineImage } from '../../saved/offlineList.ts';
import { pins } from '../../saved/pins.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { OfflineRow } from './OfflineRow.tsx';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';
import { useTagChecks } from './useTagChecks.ts';

interface Released {
  readonly entry: OfflineImage;
  readonly at: number;
  /** What goes where it is deleted. */
  readonly ownBytes: number;
  readonly said: string;
}

/** What is kept offline, whether that still is what its tag stands for, and what can be done to it. */
export function OfflineSection({ facts: { images } }: { readonly facts: Pick<ContentResponse, 'images'> }) {
  const entries = useOfflineImages();
  const [pinned] = useSavedList(pins);
  const { isChecking, checkAll } = useTagChecks();
  const release = useStopKeeping();
  const takeBack = useRestoreOffline();
  const change = useContentChange();
  const [released, setReleased] = useState<Released>();
  const title = useRef<HTMLHeadingElement>(null);
  if (entries.length === 0 && !released) return null;
  const imageOf = (digest: string) => images.find((image) => image.digest === digest);
  const releaseOne = (entry: OfflineImage) => {
    const isPinned = pinned.some(({ digest }) => digest === entry.digest);
    const ownBytes = isPinned ? 0 : (imageOf(entry.digest)?.ownBytes ?? 0);
    const could =
      ownBytes > 0 ? ` ${formatSize(ownBytes)} that only it uses could be freed.` : ' Nothing is freed by it.';
    const said = `Released ${entry.reference}.${isPinned ? ' It is pinned, and stays.' : could}`;
    setReleased({ entry, at: entries.indexOf(entry), ownBytes, said });
    void release(entry.digest);
    // The button that was pressed is gone.
    title.current?.focus();
  };
  const undo = ({ entry, at }: Released) => {
    void takeBack(entry, at);
    setReleased(undefined);
    title.current?.focus();
  };
  const free = async (gone: Released) => {
    try {
      const freed = await change({ delete: [gone.entry.digest] });
      setReleased({ ...gone, ownBytes: 0, said: `Released ${gone.entry.reference}: ${freedText(freed)}` });
    } catch (error) {
      setReleased({ ...gone, said: `Failed: ${error instanceof Error ? error.message : String(error)}` });
    }
    title.current?.focus();
  };
  return (
    <section aria-labelledby="kept" className={styles.section}>
      <h2 id="kept" tabIndex={-1} ref={title}>
        Kept offline
      </h2>
      <p>Whole images that open without a network. They do not make way for newer content.</p>
      {entries.some(tagOf) ? (
        <div className={styles.line}>
          <button type="button" className={parts.button} disabled={isChecking} onClick={() => void checkAll()}>
            Check tags
          </button>
          <span role="status" className={parts.muted}>
            {isChecking ? 'Asking the registries…' : ''}
          </span>
        </div>
      ) : null}
      <div role="status" className={released ? styles.line : parts.hidden}>
        {released ? <span>{released.said}</span> : null}
        {released ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => undo(released)}>
            Undo
          </button>
        ) : null}
        {released && released.ownBytes > 0 ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void free(released)}>
            Free {formatSize(released.ownBytes)}
          </button>
        ) : null}
      </div>
      {entries.length > 0 ? (
        <ul className={styles.rows}>
          {entries.map((entry) => (
            <OfflineRow
              key={entry.digest}
              entry={entry}
              image={imageOf(entry.digest)}
              newer={entries.find(({ digest }) => digest === entry.tag?.digest)}
              onRelease={() => releaseOne(entry)}
            />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
