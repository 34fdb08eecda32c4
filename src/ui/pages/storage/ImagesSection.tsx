import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { formatCount, groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { Filter } from '../../kit/table/Filter.tsx';
import { offlineImages } from '../../saved/offlineEntries.ts';
import { pins, togglePin } from '../../saved/pins.ts';
import { recents } from '../../saved/recent.ts';
import { without } from '../../saved/savedImages.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { FreeDialog } from './FreeDialog.tsx';
import { ImageTable } from './ImageTable.tsx';
import styles from './storage.module.css';
import {
  describeImages,
  filterImages,
  type ImageOrder,
  type ImageRow,
  imageOrders,
  isImageOrder,
} from './storedImages.ts';

/** The images that are held, and what can be done to them; nothing where none ever was. */
export function ImagesSection({ facts }: { readonly facts: ContentResponse }) {
  const { now } = useEnvironment();
  const [pinned, changePins] = useSavedList(pins);
  const [recent] = useSavedList(recents);
  const [offline] = useSavedList(offlineImages);
  const [wish, setWish] = useState('');
  const [order, setOrder] = useState<ImageOrder>('Opened last');
  const [said, setSaid] = useState('');
  const [dialog, setDialog] = useState<ImageRow | 'free'>();
  const section = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  // What has the focus when an image is gone, and its button with it.
  const next = useRef<string>(undefined);
  const filter = useDeferredValue(wish);
  const rows = useMemo(
    () => describeImages(facts.images, pinned, recent, offline),
    [facts.images, pinned, recent, offline],
  );
  const shown = useMemo(() => filterImages(rows, filter).toSorted(imageOrders[order]), [rows, filter, order]);
  const togglePinOf = async ({ image, reference, what, pins: mine }: ImageRow) => {
    const opened = { reference, atMs: now(), title: what, digest: image.digest };
    const isFull = mine.length === 0 && pinned.length >= pins.maxImages;
    if (isFull) return setSaid(`${pins.maxImages} images are pinned, the most there can be: unpin one first.`);
    const isChanged = await changePins((entries) =>
      mine.length > 0 ? mine.reduce((list, pin) => without(list, pin.reference), entries) : togglePin(entries, opened),
    );
    setSaid(isChanged ? '' : 'The pin could not be saved in this browser. Try again.');
  };
  const close = (isDone: boolean) => {
    if (isDone && dialog !== 'free') {
      const button = section.current?.querySelector<HTMLElement>(`[data-delete="${next.current}"]`);
      (button ?? title.current)?.focus();
    }
    setDialog(undefined);
  };
  const openDelete = (row: ImageRow) => {
    const at = shown.indexOf(row);
    next.current = (shown[at + 1] ?? shown[at - 1])?.image.digest;
    setSaid('');
    setDialog(row);
  };
  // What was said of the last one stays to be read.
  if (facts.count === 0 && said === '' && !dialog) return null;
  return (
    <section aria-labelledby="images" className={styles.section} ref={section}>
      <h2 id="images" tabIndex={-1} ref={title}>
        Images
      </h2>
      <div className={styles.line}>
        <Filter label="Search images" wish={wish} onWish={setWish}>
          {shown.length === rows.length
            ? formatCount(rows.length, 'image')
            : `${groupDigits(shown.length)} of ${formatCount(rows.length, 'image')}`}
        </Filter>
        <label className={styles.order}>
          Order{' '}
          <select
            value={order}
            onChange={({ target }) => {
              if (isImageOrder(target.value)) setOrder(target.value);
            }}
          >
            {Object.keys(imageOrders).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className={parts.button}
          onClick={() => {
            setSaid('');
            setDialog('free');
          }}
        >
          Free space…
        </button>
      </div>
      <p role="status" className={said === '' ? parts.hidden : undefined}>
        {said}
      </p>
      {shown.length > 0 ? (
        <ImageTable rows={shown} onPin={(row) => void togglePinOf(row)} onDelete={openDelete} />
      ) : (
        <p className={parts.muted}>{rows.length === 0 ? 'No image is held.' : 'No image has that in its name.'}</p>
      )}
      {dialog === 'free' ? <FreeDialog facts={facts} onFreed={setSaid} onClose={close} /> : null}
      {dialog && dialog !== 'free' ? <DeleteDialog row={dialog} onDeleted={setSaid} onClose={close} /> : null}
    </section>
  );
}
