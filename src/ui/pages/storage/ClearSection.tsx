import { type RefObject, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx';
import { formatCount, formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { countContent } from '../../messages/storage.ts';
import { offlineImages } from '../../saved/offlineEntries.ts';
import { changeOfflineImages, offlineImagesOf } from '../../saved/offlineStore.ts';
import { pins } from '../../saved/pins.ts';
import { recents } from '../../saved/recent.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';

/** Clears everything, where a person is sure. */
export function ClearSection({
  facts,
  isEmpty,
  title,
  onCleared,
}: {
  /** Undefined if what is stored can't be listed. */
  readonly facts: ContentResponse | undefined;
  /** There is nothing to clear. */
  readonly isEmpty: boolean;
  /** Has the focus when all is gone, and this with it. */
  readonly title: RefObject<HTMLElement | null>;
  readonly onCleared: (said: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const close = (isDone: boolean) => {
    setOpen(false);
    if (isDone) title.current?.focus();
  };
  return (
    <>
      {isEmpty ? null : (
        <section aria-labelledby="clear" className={styles.section}>
          <h2 id="clear">Clear</h2>
          <p>Takes everything out of this browser, pinned or not, and ends downloads.</p>
          <div className={styles.actions}>
            <button type="button" className={`${parts.button} ${parts.bad}`} onClick={() => setOpen(true)}>
              Clear everything…
            </button>
          </div>
        </section>
      )}
      {isOpen ? <ClearDialog facts={facts} onCleared={onCleared} onClose={close} /> : null}
    </>
  );
}

function ClearDialog({
  facts,
  onCleared,
  onClose,
}: {
  readonly facts: ContentResponse | undefined;
  readonly onCleared: (said: string) => void;
  readonly onClose: (isDone: boolean) => void;
}) {
  const saved = savedListsOf(useEnvironment());
  const change = useContentChange();
  const [isForgotten, setForgotten] = useState(false);
  const [, changePins] = useSavedList(pins);
  const [keptImages] = useSavedList(offlineImages);
  const [, changeRecents] = useSavedList(recents);
  const confirm = async () => {
    // Nothing is kept any more; else it would be fetched anew.
    const before = offlineImagesOf(saved);
    await changeOfflineImages(saved, () => []);
    const freed = await change({ clear: true }).catch(async (error: unknown) => {
      await changeOfflineImages(saved, () => before);
      throw error;
    });
    if (isForgotten) for (const changeList of [changePins, changeRecents]) await changeList(() => []);
    onCleared(
      freed.count > 0
        ? `Cleared: ${formatSize(freed.bytes)} in ${countContent(freed.count)}.`
        : 'Everything is cleared.',
    );
  };
  return (
    <ConfirmDialog title="Clear everything?" verb="Clear everything" onConfirm={confirm} onClose={onClose}>
      <p>
        {facts ? <Going facts={facts} /> : 'Everything that is stored goes.'} Nothing of it opens without a network
        then.
        {keptImages.length > 0 ? ` ${formatCount(keptImages.length, 'image')} will not be kept offline any more.` : ''}
      </p>
      <label className={styles.check}>
        <input type="checkbox" checked={isForgotten} onChange={({ target }) => setForgotten(target.checked)} />
        <span>Also forget pins and recent images</span>
      </label>
      <p className={parts.muted}>
        {isForgotten
          ? 'The lists of the home page will be empty.'
          : 'The lists of the home page stay, and open from their registries.'}
      </p>
    </ConfirmDialog>
  );
}

function Going({ facts: { heldBytes, ingestBytes, count, images } }: { readonly facts: ContentResponse }) {
  const pinnedCount = images.filter(({ kept }) => kept === 'pinned').length;
  return (
    <>
      <b>{formatSize(heldBytes)}</b> in {countContent(count)} go
      {pinnedCount > 0 ? `, ${formatCount(pinnedCount, 'pinned image')} among them` : ''}
      {ingestBytes > 0 ? `, and ${formatSize(ingestBytes)} of downloads` : ''}.
    </>
  );
}
