import { useRef, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import parts from '../../kit/parts.module.css';
import { offlineListMessages as messages, storageMessages } from '../../messages/storage.ts';
import { tagOf } from '../../offline/tagCheck.ts';
import { useOfflineImages } from '../../offline/useOfflineSync.ts';
import { useRemoveOffline, useRestoreOffline } from '../../offline/useRemoveOffline.ts';
import type { OfflineImage } from '../../saved/offlineList.ts';
import { pins } from '../../saved/pins.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { OfflineRow } from './OfflineRow.tsx';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';
import { useTagChecks } from './useTagChecks.ts';

interface Removed {
  readonly entry: OfflineImage;
  /** Its index in the list, for undo. */
  readonly at: number;
  /** Bytes that deleting it frees. */
  readonly ownBytes: number;
  readonly status: string;
}

/** Lists images on the offline list with their state and tag status, and checks tags. */
export function OfflineSection({ facts: { images } }: { readonly facts: Pick<ContentResponse, 'images'> }) {
  const entries = useOfflineImages();
  const [pinned] = useSavedList(pins);
  const { isChecking, checkAll } = useTagChecks();
  const removeOffline = useRemoveOffline();
  const takeBack = useRestoreOffline();
  const change = useContentChange();
  const [removed, setRemoved] = useState<Removed>();
  const title = useRef<HTMLHeadingElement>(null);
  if (entries.length === 0 && !removed) return null;
  const imageOf = (digest: string) => images.find((image) => image.digest === digest);
  const removeOne = (entry: OfflineImage) => {
    const isPinned = pinned.some(({ digest }) => digest === entry.digest);
    const ownBytes = isPinned ? 0 : (imageOf(entry.digest)?.ownBytes ?? 0);
    const status = `${messages.removed(entry.reference)}${isPinned ? messages.stillPinned : messages.couldFree(ownBytes)}`;
    setRemoved({ entry, at: entries.indexOf(entry), ownBytes, status });
    void removeOffline(entry.digest);
    // The pressed button was removed.
    title.current?.focus();
  };
  const undo = ({ entry, at }: Removed) => {
    void takeBack(entry, at);
    setRemoved(undefined);
    title.current?.focus();
  };
  const free = async (target: Removed) => {
    try {
      const freed = await change({ delete: [target.entry.digest] });
      setRemoved({ ...target, ownBytes: 0, status: messages.freed(target.entry.reference, freed) });
    } catch (error) {
      setRemoved({ ...target, status: storageMessages.failed(error instanceof Error ? error.message : String(error)) });
    }
    title.current?.focus();
  };
  return (
    <section aria-labelledby="offline" className={styles.section}>
      <h2 id="offline" tabIndex={-1} ref={title}>
        {messages.title}
      </h2>
      <p>{messages.lead}</p>
      {entries.some(tagOf) ? (
        <div className={styles.line}>
          <button type="button" className={parts.button} disabled={isChecking} onClick={() => void checkAll()}>
            {messages.checkTags}
          </button>
          <span role="status" className={parts.muted}>
            {isChecking ? messages.checking : ''}
          </span>
        </div>
      ) : null}
      <div role="status" className={removed ? styles.line : parts.hidden}>
        {removed ? <span>{removed.status}</span> : null}
        {removed ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => undo(removed)}>
            {messages.undo}
          </button>
        ) : null}
        {removed && removed.ownBytes > 0 ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void free(removed)}>
            {messages.free(removed.ownBytes)}
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
              onRemove={() => removeOne(entry)}
            />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
