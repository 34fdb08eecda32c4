import { useEnvironment } from '../environment.ts';
import { formatRelative, formatSize, formatTime } from '../format.ts';
import { Icon } from '../icons.tsx';
import parts from '../parts.module.css';
import styles from './KeepDialog.module.css';
import { keptState, optionsWords } from './keepOfflineWords.ts';
import type { KeptImage } from './keptList.ts';
import { LackingList } from './LackingList.tsx';
import { ReleaseButton } from './ReleaseButton.tsx';
import { useKeepRunner } from './useKeepRunner.ts';

/** What of an image is kept, what could not be had, and the ways to change that. */
export function KeptFacts({
  entry,
  onChange,
  onClose,
}: {
  readonly entry: KeptImage;
  readonly onChange: () => void;
  readonly onClose: () => void;
}) {
  const { now } = useEnvironment();
  const runner = useKeepRunner();
  const { digest, options, bytes, atMs, failed } = entry;
  const { text, tone } = keptState(entry, undefined);
  return (
    <div className={styles.form}>
      <p role="status">
        <span className={`${parts.chip} ${tone === 'ok' ? parts.ok : parts.warn}`}>
          <Icon name={tone === 'ok' ? 'check' : 'warning'} /> {text}
        </span>
      </p>
      <p>
        With {optionsWords(options)}: {formatSize(bytes)}, kept{' '}
        <time title={formatTime(atMs)}>{formatRelative(atMs, now())}</time>. It opens without a network, and does not
        make way for newer content.
      </p>
      <LackingList entry={entry} />
      <div className={styles.actions}>
        {failed > 0 ? (
          <button type="button" className={`${parts.button} ${parts.primary}`} onClick={() => runner.resume(digest)}>
            Try again
          </button>
        ) : null}
        <button type="button" className={parts.button} onClick={onClose}>
          Close
        </button>
        <button type="button" className={parts.button} onClick={onChange}>
          Change…
        </button>
        <ReleaseButton digest={digest} onClose={onClose} />
      </div>
    </div>
  );
}
