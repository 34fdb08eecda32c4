import { useState } from 'react';
import { Dialog } from '../../kit/Dialog.tsx';
import { shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { imageListMessages } from '../../messages/listTransfer.ts';
import { offlineOfList } from '../../saved/addListedOffline.ts';
import { addPins } from '../../saved/addPins.ts';
import type { ReadList } from '../../saved/imageList.ts';
import { changeOfflineImages, offlineImagesOf } from '../../saved/offlineStore.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import { offlineImages } from '../../saved/savedImages.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { askToPersistOnce } from '../../state/persistence.ts';
import styles from './imageList.module.css';

/** Shows the images of a list, and pins and downloads them on request. */
export function OpenListDialog({
  read: { images, refused },
  onClose,
}: {
  readonly read: ReadList;
  /** Called with a message about what was imported; '' if nothing was. */
  readonly onClose: (message: string) => void;
}) {
  const environment = useEnvironment();
  const { window, now } = environment;
  const saved = savedListsOf(environment);
  const [pinned, changePins] = useSavedList(pins);
  const [problem, setProblem] = useState('');
  const [isOffline, setOffline] = useState(true);
  const { added, left } = addPins(pinned, images, now());
  const toDownload = offlineOfList(images, offlineImagesOf(saved), { atMs: now(), maxImages: offlineImages.maxImages });
  const downloads = isOffline ? toDownload : [];
  const importList = async () => {
    askToPersistOnce(window);
    const isImported =
      (await changePins((before) => addPins(before, images, now()).entries)) &&
      (downloads.length === 0 || (await changeOfflineImages(saved, (before) => [...downloads, ...before])));
    if (isImported) onClose(imageListMessages.imported(added, downloads.length));
    else setProblem(imageListMessages.saveFailed);
  };
  return (
    <Dialog title={imageListMessages.openTitle} size="large" hasCloseButton onClose={() => onClose('')}>
      {images.length > 0 ? (
        <ul className={styles.list} aria-label={imageListMessages.images}>
          {images.map(({ reference, digest }) => (
            <li key={reference}>
              <span className={parts.mono}>{reference}</span>
              <span className={parts.muted}>
                {[
                  digest && !reference.includes(digest) ? shortDigest(digest) : '',
                  isPinned(pinned, reference) ? imageListMessages.pinned : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p>{imageListMessages.noImages}</p>
      )}
      {refused.length > 0 ? (
        <details className={styles.refused} open>
          <summary>{imageListMessages.invalidEntries(refused.length)}</summary>
          <ul>
            {refused.map(({ place, text, why }) => (
              <li key={place}>
                {imageListMessages.entry(place, why)} <span className={parts.mono}>{text}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {left > 0 ? <p className={parts.warn}>{imageListMessages.overPinLimit(left, pins.maxImages)}</p> : null}
      {problem === '' ? null : (
        <p role="alert" data-reason="quota" className={parts.bad}>
          {problem}
        </p>
      )}
      {toDownload.length > 0 ? (
        <label className={styles.choice}>
          <input type="checkbox" checked={isOffline} onChange={({ target }) => setOffline(target.checked)} />
          {imageListMessages.makeAvailable(toDownload.length)}
        </label>
      ) : null}
      <div>
        <button
          type="button"
          className={`${parts.button} ${parts.primary}`}
          disabled={added === 0 && downloads.length === 0}
          onClick={() => void importList()}
        >
          {imageListMessages.pinAndDownload(added, downloads.length)}
        </button>
      </div>
    </Dialog>
  );
}
