import { useState } from 'react';
import { Dialog } from '../../kit/Dialog.tsx';
import { formatCount, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { offlineOfList } from '../../saved/addListedOffline.ts';
import { addPins } from '../../saved/addPins.ts';
import type { ReadList } from '../../saved/imageList.ts';
import { kept } from '../../saved/offlineEntries.ts';
import { changeOfflineList, readOffline } from '../../saved/offlineStore.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useOpened } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { askToPersistOnce } from '../../state/persistence.ts';
import styles from './imageList.module.css';

/** Shows what a list has before anything of it is taken in. */
export function OpenListDialog({
  read: { images, refused },
  onClose,
}: {
  readonly read: ReadList;
  /** With what was done; '' where nothing was. */
  readonly onClose: (said: string) => void;
}) {
  const environment = useEnvironment();
  const { window, now } = environment;
  const saved = savedListsOf(environment);
  const [pinned, changePins] = useOpened(pins);
  const [problem, setProblem] = useState('');
  const [isStored, setKept] = useState(true);
  const { added, left } = addPins(pinned, images, now());
  const toDownload = offlineOfList(images, readOffline(saved), { atMs: now(), most: kept.most });
  const keeps = isStored ? toDownload : [];
  const take = async () => {
    askToPersistOnce(window);
    const isTaken =
      (await changePins((before) => addPins(before, images, now()).entries)) &&
      (keeps.length === 0 || (await changeOfflineList(saved, (before) => [...keeps, ...before])));
    if (isTaken) onClose(saidOf(added, keeps.length));
    else setProblem('The lists could not be saved in this browser, or have no room for more.');
  };
  return (
    <Dialog title="Open a list" size="large" hasCloseButton onClose={() => onClose('')}>
      {images.length > 0 ? (
        <ul className={styles.list} aria-label="Images of the list">
          {images.map(({ reference, digest }) => (
            <li key={reference}>
              <span className={parts.mono}>{reference}</span>
              <span className={parts.muted}>
                {[
                  digest && !reference.includes(digest) ? shortDigest(digest) : '',
                  isPinned(pinned, reference) ? 'pinned already' : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p>There is no image in it.</p>
      )}
      {refused.length > 0 ? (
        <details className={styles.refused} open>
          <summary>{formatCount(refused.length, 'entry', 'entries')} cannot be taken</summary>
          <ul>
            {refused.map(({ place, text, why }) => (
              <li key={place}>
                Entry {place}: {why} <span className={parts.mono}>{text}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {left > 0 ? (
        <p className={parts.warn}>
          {formatCount(left, 'image')} of it {left === 1 ? 'has' : 'have'} no room: {pins.most} are pinned at most.
        </p>
      ) : null}
      {problem === '' ? null : (
        <p role="alert" data-reason="quota" className={parts.bad}>
          {problem}
        </p>
      )}
      {toDownload.length > 0 ? (
        <label className={styles.keep}>
          <input type="checkbox" checked={isStored} onChange={({ target }) => setKept(target.checked)} />
          Keep {formatCount(toDownload.length, 'image')} offline, as much of each as was kept where the list was saved
        </label>
      ) : null}
      <div>
        <button
          type="button"
          className={`${parts.button} ${parts.primary}`}
          disabled={added === 0 && keeps.length === 0}
          onClick={() => void take()}
        >
          {buttonOf(added, keeps.length)}
        </button>
      </div>
    </Dialog>
  );
}

function buttonOf(added: number, keeps: number): string {
  if (added > 0) return `Pin ${formatCount(added, 'image')}${keeps > 0 ? `, keep ${keeps}` : ''}`;
  return keeps > 0 ? `Keep ${formatCount(keeps, 'image')}` : 'Nothing to pin';
}

function saidOf(added: number, keeps: number): string {
  const pinned = added > 0 ? [`Pinned ${formatCount(added, 'image')}.`] : [];
  return [...pinned, ...(keeps > 0 ? [`${formatCount(keeps, 'image')} will be kept offline.`] : [])].join(' ');
}
