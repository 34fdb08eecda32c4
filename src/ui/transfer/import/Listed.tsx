import type { Digest } from '../../../oci/index.ts';
import { useStore } from '../../kit/createStore.ts';
import parts from '../../kit/parts.module.css';
import { archiveText, importMessages } from '../../messages/imports.ts';
import { useEnvironment } from '../../state/environment.ts';
import { askToPersistOnce } from '../../state/persistence.ts';
import { ArchiveTable } from './ArchiveTable.tsx';
import styles from './importPage.module.css';
import type { ImportChoice, ImportRun, ImportState } from './importRun.ts';
import { RefusedList } from './RefusedList.tsx';

/** Lists the content of an archive, to select what to import and what to do about errors. */
export function Listed({
  run,
  state: { source, archive, message },
}: {
  readonly run: ImportRun;
  readonly state: ImportState & { readonly step: 'listed' };
}) {
  const { window } = useEnvironment();
  const importable = archive.images.filter(({ broken }) => !broken).map(({ digest }) => digest);
  const { excluded, ifRefused } = useStore(run.selection);
  const setExcluded = (next: ReadonlySet<Digest>) => run.selection.set({ excluded: next, ifRefused });
  const setIfRefused = (next: ImportChoice['ifRefused']) => run.selection.set({ excluded, ifRefused: next });
  const images = importable.filter((digest) => !excluded.has(digest));
  const isBlocked = ifRefused === 'nothing' && archive.refusedCount > 0;
  const toggle = (digest: Digest) => {
    const next = new Set(excluded);
    if (!next.delete(digest)) next.add(digest);
    setExcluded(next);
  };
  const start = () => {
    askToPersistOnce(window);
    void run.start({ images, ifRefused });
  };
  return (
    <>
      <div className={styles.summary}>
        <b>{source.name}</b>
        <span role="status" className={parts.muted}>
          {archiveText(archive, source.file.size)}
        </span>
        {source.others > 0 ? <span className={parts.warn}>{importMessages.ignored(source.others)}</span> : null}
        {message === '' ? null : <span>{message}</span>}
      </div>
      <ArchiveTable images={archive.images} excluded={excluded} onToggle={toggle} />
      {importable.length > 1 ? (
        <div className={styles.actions}>
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => setExcluded(new Set())}>
            {importMessages.selectAll}
          </button>
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            onClick={() => setExcluded(new Set(importable))}
          >
            {importMessages.selectNone}
          </button>
        </div>
      ) : null}
      <RefusedList of={archive} />
      <Policy chosen={ifRefused} onChoose={setIfRefused} />
      <div className={styles.actions}>
        <button
          type="button"
          className={`${parts.button} ${parts.primary}`}
          disabled={images.length === 0 || isBlocked}
          onClick={start}
        >
          {importMessages.importSelected(images.length, archive.images.length)}
        </button>
        <button type="button" className={parts.button} onClick={() => run.reset()}>
          {importMessages.chooseAnother}
        </button>
        {isBlocked ? <span className={parts.warn}>{importMessages.hasErrors}</span> : null}
        {importable.length === 0 ? <span className={parts.bad}>{importMessages.noValidImage}</span> : null}
      </div>
    </>
  );
}

const policies = [
  ['keep', importMessages.importValid],
  ['nothing', importMessages.importNothing],
] as const;

function Policy({
  chosen,
  onChoose,
}: {
  readonly chosen: ImportChoice['ifRefused'];
  readonly onChoose: (choice: ImportChoice['ifRefused']) => void;
}) {
  return (
    <fieldset className={styles.policy}>
      <legend>{importMessages.ifErrors}</legend>
      {policies.map(([value, text]) => (
        <label key={value}>
          <input type="radio" name="refused" checked={chosen === value} onChange={() => onChoose(value)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
