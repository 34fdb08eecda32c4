import { useRef, useState } from 'react';
import { AppError, asAppError } from '../../../errors/index.ts';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import styles from '../../kit/section.module.css';
import { imageListMessages } from '../../messages/listTransfer.ts';
import { listedOffline } from '../../saved/addListedOffline.ts';
import { formatList, listOf, maxListBytes, parseList, type ReadList } from '../../saved/imageList.ts';
import { offlineImagesOf } from '../../saved/offlineStore.ts';
import { pins } from '../../saved/pins.ts';
import { offlineImages } from '../../saved/savedImages.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { saveBlob } from '../export/saveFile.ts';
import own from './imageList.module.css';
import { OpenListDialog } from './OpenListDialog.tsx';

/** Exports pinned and offline images as a list file, and imports such a list. */
export function ListSection() {
  const environment = useEnvironment();
  const { window } = environment;
  const [pinned] = useSavedList(pins);
  const [offline] = useSavedList(offlineImages);
  const isEmpty = pinned.length === 0 && offline.length === 0;
  const [message, setMessage] = useState('');
  const [failure, setFailure] = useState<AppError>();
  const [read, setRead] = useState<ReadList>();
  const input = useRef<HTMLInputElement>(null);
  const save = () => {
    const images = listOf(pinned, listedOffline(offlineImagesOf(savedListsOf(environment))));
    const text = formatList(images);
    saveBlob(window, new Blob([text], { type: 'application/json' }), 'ociscope-list.json');
    setMessage(imageListMessages.saved(images.length));
  };
  const open = async (file: File) => {
    setMessage('');
    setFailure(undefined);
    try {
      setRead(parseList(await readText(file)));
    } catch (error) {
      setFailure(asAppError(error));
    }
  };
  return (
    <section aria-labelledby="list" className={styles.section}>
      <h2 id="list">{imageListMessages.title}</h2>
      <p>{imageListMessages.intro}</p>
      <div className={styles.line}>
        <button type="button" className={`${parts.button} ${own.save}`} disabled={isEmpty} onClick={save}>
          {imageListMessages.save}
        </button>
        <button type="button" className={parts.button} onClick={() => input.current?.click()}>
          {imageListMessages.open}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          accept="application/json,.json"
          aria-label={imageListMessages.file}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            // Reset, so that the same file can be chosen again.
            target.value = '';
            if (file) void open(file);
          }}
        />
        {isEmpty ? <span className={parts.muted}>{imageListMessages.empty}</span> : null}
      </div>
      {failure ? (
        <p role="alert" data-reason={failure.reason ?? 'internal'} className={parts.bad}>
          {failure.message} {imageListMessages.chooseExported}
        </p>
      ) : null}
      <p role="status" className={message === '' ? parts.hidden : undefined}>
        {message}
      </p>
      {read ? (
        <OpenListDialog
          read={read}
          onClose={(text) => {
            setRead(undefined);
            setMessage(text);
          }}
        />
      ) : null}
    </section>
  );
}

async function readText(file: File): Promise<string> {
  if (file.size <= maxListBytes) return file.text();
  throw new AppError('resource_exhausted', imageListMessages.tooLarge(formatSize(file.size)), {
    reason: 'too_large',
  });
}
