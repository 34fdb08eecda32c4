import type { Digest } from '../../../oci/index.ts';
import { formatCount, groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { archiveText } from '../../messages/imports.ts';
import { useEnvironment } from '../../state/environment.ts';
import { askToPersistOnce } from '../../state/persistence.ts';
import { ArchiveTable } from './ArchiveTable.tsx';
import styles from './importPage.module.css';
import type { ImportChoice, ImportRun, ImportState } from './importRun.ts';
import { RefusedList } from './RefusedList.tsx';

/** Lists what is in an archive, to choose which of it to import and what to do if something was refused. */
export function Listed({
  run,
  state: { source, facts, said },
}: {
  readonly run: ImportRun;
  readonly state: ImportState & { readonly step: 'listed' };
}) {
  const { window } = useEnvironment();
  const importable = facts.images.filter(({ broken }) => !broken).map(({ digest }) => digest);
  const { left, ifRefused } = run.choosing;
  const setLeft = (next: ReadonlySet<Digest>) => run.choose({ left: next, ifRefused });
  const setIfRefused = (next: ImportChoice['ifRefused']) => run.choose({ left, ifRefused: next });
  const images = importable.filter((digest) => !left.has(digest));
  const isBlocked = ifRefused === 'nothing' && facts.refusedCount > 0;
  const toggle = (digest: Digest) => {
    const next = new Set(left);
    if (!next.delete(digest)) next.add(digest);
    setLeft(next);
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
          {archiveText(facts, source.file.size)}
        </span>
        {source.others > 0 ? (
          <span className={parts.warn}>One is read at a time: {formatCount(source.others, 'other')} left aside.</span>
        ) : null}
        {said === '' ? null : <span>{said}</span>}
      </div>
      <ArchiveTable images={facts.images} left={left} onToggle={toggle} />
      {importable.length > 1 ? (
        <div className={styles.actions}>
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => setLeft(new Set())}>
            Choose all
          </button>
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            onClick={() => setLeft(new Set(importable))}
          >
            Choose none
          </button>
        </div>
      ) : null}
      <RefusedList of={facts} />
      <Policy chosen={ifRefused} onChoose={setIfRefused} />
      <div className={styles.actions}>
        <button
          type="button"
          className={`${parts.button} ${parts.primary}`}
          disabled={images.length === 0 || isBlocked}
          onClick={start}
        >
          {images.length === 1 && facts.images.length === 1
            ? 'Import it'
            : `Import ${groupDigits(images.length)} of ${groupDigits(facts.images.length)}`}
        </button>
        <button type="button" className={parts.button} onClick={() => run.reset()}>
          Choose another
        </button>
        {isBlocked ? <span className={parts.warn}>Entries were refused, so nothing can be imported.</span> : null}
        {importable.length === 0 ? <span className={parts.bad}>None of these images can be imported.</span> : null}
      </div>
    </>
  );
}

const policies = [
  ['keep', 'Import the images that are complete'],
  ['nothing', 'Import nothing'],
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
      <legend>If something was refused</legend>
      {policies.map(([value, words]) => (
        <label key={value}>
          <input type="radio" name="refused" checked={chosen === value} onChange={() => onChoose(value)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
