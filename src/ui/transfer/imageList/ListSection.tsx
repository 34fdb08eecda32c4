import { useRef, useState } from 'react';
import { AppError, asAppError } from '../../../errors/index.ts';
import { formatCount, formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import styles from '../../kit/section.module.css';
import { listedOffline } from '../../saved/addListedOffline.ts';
import { formatList, listOf, maxListBytes, parseList, type ReadList } from '../../saved/imageList.ts';
import { kept } from '../../saved/offlineEntries.ts';
import { readOffline } from '../../saved/offlineStore.ts';
import { pins } from '../../saved/pins.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useOpened } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { saveBlob } from '../export/saveFile.ts';
import own from './imageList.module.css';
import { OpenListDialog } from './OpenListDialog.tsx';

/** Takes what is pinned and kept offline to another browser, by a file of names and digests. */
export function ListSection() {
  const environment = useEnvironment();
  const { window } = environment;
  const [pinned] = useOpened(pins);
  const [keptHere] = useOpened(kept);
  const isEmpty = pinned.length === 0 && keptHere.length === 0;
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<AppError>();
  const [read, setRead] = useState<ReadList>();
  const input = useRef<HTMLInputElement>(null);
  const save = () => {
    const images = listOf(pinned, listedOffline(readOffline(savedListsOf(environment))));
    const text = formatList(images);
    saveBlob(window, new Blob([text], { type: 'application/json' }), 'ociscope-list.json');
    setSaid(`Your browser saves a list of ${formatCount(images.length, 'image')}.`);
  };
  const open = async (file: File) => {
    setSaid('');
    setFailure(undefined);
    try {
      setRead(parseList(await readSmall(file)));
    } catch (error) {
      setFailure(asAppError(error));
    }
  };
  return (
    <section aria-labelledby="list" className={styles.section}>
      <h2 id="list">List for another browser</h2>
      <p>
        What is pinned and kept offline, as a file of names and digests. Their content is fetched anew where the list is
        opened.
      </p>
      <div className={styles.line}>
        <button type="button" className={`${parts.button} ${own.save}`} disabled={isEmpty} onClick={save}>
          Save list
        </button>
        <button type="button" className={parts.button} onClick={() => input.current?.click()}>
          Open list…
        </button>
        <input
          ref={input}
          type="file"
          hidden
          accept="application/json,.json"
          aria-label="List to open"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            // The same file can be chosen again.
            target.value = '';
            if (file) void open(file);
          }}
        />
        {isEmpty ? <span className={parts.muted}>Nothing is pinned or kept.</span> : null}
      </div>
      {failure ? (
        <p role="alert" data-reason={failure.reason ?? 'internal'} className={parts.bad}>
          {failure.message} Choose a file that was saved with “Save list”.
        </p>
      ) : null}
      <p role="status" className={said === '' ? parts.hidden : undefined}>
        {said}
      </p>
      {read ? (
        <OpenListDialog
          read={read}
          onClose={(text) => {
            setRead(undefined);
            setSaid(text);
          }}
        />
      ) : null}
    </section>
  );
}

async function readSmall(file: File): Promise<string> {
  if (file.size <= maxListBytes) return file.text();
  throw new AppError('resource_exhausted', `This file has ${formatSize(file.size)}: a list has 1 MB at most.`, {
    reason: 'too_large',
  });
}
