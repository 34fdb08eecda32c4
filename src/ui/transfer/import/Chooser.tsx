import { useRef } from 'react';
import parts from '../../kit/parts.module.css';
import { importMessages } from '../../messages/imports.ts';
import styles from './importPage.module.css';
import type { ImportRun } from './importRun.ts';
import { readPickedFolder, readSource, type Source } from './importSource.ts';

/** Offers to choose a file or a folder. Dropping works anywhere in the app. */
export function Chooser({ run, message }: { readonly run: ImportRun; readonly message: string }) {
  const open = (source: Promise<Source | undefined>) => void run.open(source);
  return (
    <div className={styles.chooser}>
      {message === '' ? null : <p role="status">{message}</p>}
      <p>{importMessages.drop}</p>
      <div className={styles.actions}>
        <Picker label={importMessages.chooseFile} isPrimary onPick={(files) => open(readSource(files))} />
        <Picker label={importMessages.chooseFolder} isFolder onPick={(files) => open(readPickedFolder(files))} />
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
          // Reset, so that the same files can be chosen again.
          currentTarget.value = '';
          if (files.length > 0) onPick(files);
        }}
      />
    </>
  );
}
