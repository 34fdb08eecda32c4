import { type RefObject, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { clearMessages } from '../../messages/storage.ts';
import { changeOfflineImages, offlineImagesOf } from '../../saved/offlineStore.ts';
import { pins } from '../../saved/pins.ts';
import { offlineImages, recents } from '../../saved/savedImages.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';

/** Deletes everything that is stored, after confirmation. */
export function ClearSection({
  facts,
  isEmpty,
  title,
  onCleared,
}: {
  /** Undefined if what is stored can't be listed. */
  readonly facts: ContentResponse | undefined;
  /** True if there is nothing to clear. */
  readonly isEmpty: boolean;
  /** Gets the focus when this section disappears with the content. */
  readonly title: RefObject<HTMLElement | null>;
  readonly onCleared: (status: string) => void;
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
          <h2 id="clear">{clearMessages.title}</h2>
          <p>{clearMessages.lead}</p>
          <div className={styles.actions}>
            <button type="button" className={`${parts.button} ${parts.bad}`} onClick={() => setOpen(true)}>
              {clearMessages.open}
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
  readonly onCleared: (status: string) => void;
  readonly onClose: (isDone: boolean) => void;
}) {
  const saved = savedListsOf(useEnvironment());
  const change = useContentChange();
  const [clearsLists, setClearsLists] = useState(false);
  const [, changePins] = useSavedList(pins);
  const [offline] = useSavedList(offlineImages);
  const [, changeRecents] = useSavedList(recents);
  const confirm = async () => {
    // Empty the offline list first, or its images would be downloaded again.
    const before = offlineImagesOf(saved);
    await changeOfflineImages(saved, () => []);
    const freed = await change({ clear: true }).catch(async (error: unknown) => {
      await changeOfflineImages(saved, () => before);
      throw error;
    });
    if (clearsLists) for (const changeList of [changePins, changeRecents]) await changeList(() => []);
    onCleared(clearMessages.cleared(freed));
  };
  return (
    <ConfirmDialog
      title={clearMessages.confirmTitle}
      verb={clearMessages.confirm}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {facts ? <Amount facts={facts} /> : clearMessages.everything} {clearMessages.consequence}
        {offline.length > 0 ? ` ${clearMessages.offline(offline.length)}` : ''}
      </p>
      <label className={styles.check}>
        <input type="checkbox" checked={clearsLists} onChange={({ target }) => setClearsLists(target.checked)} />
        <span>{clearMessages.alsoLists}</span>
      </label>
      <p className={parts.muted}>{clearsLists ? clearMessages.listsCleared : clearMessages.listsStay}</p>
    </ConfirmDialog>
  );
}

function Amount({ facts: { heldBytes, ingestBytes, count, images } }: { readonly facts: ContentResponse }) {
  const pinnedCount = images.filter(({ kept }) => kept === 'pinned').length;
  return (
    <>
      <b>{formatSize(heldBytes)}</b> {clearMessages.amount(count)}
      {pinnedCount > 0 ? `, ${clearMessages.pinned(pinnedCount)},` : ''}
      {ingestBytes > 0 ? ` ${clearMessages.ingests(ingestBytes)}` : ''} {clearMessages.willBeDeleted}
    </>
  );
}
