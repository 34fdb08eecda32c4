import { useRef } from 'react';
import parts from '../../kit/parts.module.css';
import styles from './importPage.module.css';
import type { ImportRun } from './importRun.ts';
import { readPickedFolder, readSource, type Source } from './importSource.ts';

/** Where a file or a folder is chosen. Dropping works anywhere in the app. */
export function Chooser({ run, said }: { readonly run: ImportRun; readonly said: string }) {
  const open = (source: Promise<Source | undefined>) => void run.open(source);
  return (
    <div className={styles.chooser}>
      {said === '' ? null : <p role="status">{said}</p>}
      <p>Drop a tar, a tar in gzip, the folder of a layout, or one manifest or config anywhere on this page, or</p>
      <div className={styles.actions}>
        <Picker label="Choose a file…" isPrimary onPick={(files) => open(readSource(files))} />
        <Picker label="Choose a folder…" isFolder onPick={(files) => open(readPickedFolder(files))} />
      </div>
    </div>
  );
}

function Picker({
  label,
  isPrimary = false,
  isFolder = false,
  onPick,
}: {
  readonly label: string;
  readonly isPrimary?: boolean;
  readonly isFolder?: boolean;
  readonly onPick: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={isPrimary ? `${parts.button} ${parts.primary}` : parts.button}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        {...(isFolder ? { webkitdirectory: '' } : {})}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same may be chosen again.
          currentTarget.value = '';
          if (files.length > 0) onPick(files);
        }}
      />
    </>
  );
}
