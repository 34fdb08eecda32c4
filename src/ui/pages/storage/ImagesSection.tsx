import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import parts from '../../kit/parts.module.css';
import { Filter } from '../../kit/table/Filter.tsx';
import { freeMessages, imagesMessages } from '../../messages/storage.ts';
import { shownText } from '../../messages/tagLists.ts';
import { pins, togglePin } from '../../saved/pins.ts';
import { offlineImages, recents, without } from '../../saved/savedImages.ts';
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

/** Lists stored images with search, order and actions; renders nothing while nothing is stored. */
export function ImagesSection({ facts }: { readonly facts: ContentResponse }) {
  const { now } = useEnvironment();
  const [pinned, changePins] = useSavedList(pins);
  const [recent] = useSavedList(recents);
  const [offline] = useSavedList(offlineImages);
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<ImageOrder>('recent');
  const [status, setStatus] = useState('');
  const [dialog, setDialog] = useState<ImageRow | 'free'>();
  const section = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  // Digest of the image whose button gets the focus when the deleted image's button is removed.
  const next = useRef<string>(undefined);
  const filter = useDeferredValue(search);
  const rows = useMemo(
    () => describeImages(facts.images, pinned, recent, offline),
    [facts.images, pinned, recent, offline],
  );
  const shown = useMemo(() => filterImages(rows, filter).toSorted(imageOrders[order]), [rows, filter, order]);
  const togglePinOf = async ({ image, reference, type, pins: imagePins }: ImageRow) => {
    const saved = { reference, atMs: now(), title: type, digest: image.digest };
    const isFull = imagePins.length === 0 && pinned.length >= pins.maxImages;
    if (isFull) return setStatus(imagesMessages.pinLimit(pins.maxImages));
    const isChanged = await changePins((entries) =>
      imagePins.length > 0
        ? imagePins.reduce((list, pin) => without(list, pin.reference), entries)
        : togglePin(entries, saved),
    );
    setStatus(isChanged ? '' : imagesMessages.pinFailed);
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
    setStatus('');
    setDialog(row);
  };
  // The status of the last deletion stays readable.
  if (facts.count === 0 && status === '' && !dialog) return null;
  return (
    <section aria-labelledby="images" className={styles.section} ref={section}>
      <h2 id="images" tabIndex={-1} ref={title}>
        {imagesMessages.title}
      </h2>
      <div className={styles.line}>
        <Filter label={imagesMessages.search} wish={search} onWish={setSearch}>
          {shownText(shown.length, rows.length, 'image')}
        </Filter>
        <label className={styles.order}>
          {imagesMessages.order}{' '}
          <select
            value={order}
            onChange={({ target }) => {
              if (isImageOrder(target.value)) setOrder(target.value);
            }}
          >
            {Object.entries(imagesMessages.orders).map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className={parts.button}
          onClick={() => {
            setStatus('');
            setDialog('free');
          }}
        >
          {freeMessages.open}
        </button>
      </div>
      <p role="status" className={status === '' ? parts.hidden : undefined}>
        {status}
      </p>
      {shown.length > 0 ? (
        <ImageTable rows={shown} onPin={(row) => void togglePinOf(row)} onDelete={openDelete} />
      ) : (
        <p className={parts.muted}>{rows.length === 0 ? imagesMessages.empty : imagesMessages.noMatch}</p>
      )}
      {dialog === 'free' ? <FreeDialog facts={facts} onFreed={setStatus} onClose={close} /> : null}
      {dialog && dialog !== 'free' ? <DeleteDialog row={dialog} onDeleted={setStatus} onClose={close} /> : null}
    </section>
  );
}
