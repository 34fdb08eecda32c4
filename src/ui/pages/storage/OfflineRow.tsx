import { formatPageAddress, type HeldImage, treeAddress } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import look from '../../kit/progressBar.module.css';
import { downloadText, isIncomplete, offlineState, optionsText } from '../../messages/offline.ts';
import { spokenProgress, verdict } from '../../messages/verification.ts';
import { MissingList } from '../../offline/MissingList.tsx';
import { useOfflineCheck } from '../../offline/useOfflineCheck.ts';
import { useOfflineProgress, useOfflineSync } from '../../offline/useOfflineSync.ts';
import type { OfflineImage } from '../../saved/offlineList.ts';
import { useEnvironment } from '../../state/environment.ts';
import rows from './OfflineRow.module.css';
import styles from './storage.module.css';
import { TagFact } from './TagFact.tsx';
import { useVerify } from './useVerify.ts';

/** An image that is kept: how that stands, what its tag stands for, and what can be done to it. */
export function OfflineRow({
  entry,
  image,
  newer,
  onRelease,
}: {
  readonly entry: OfflineImage;
  /** As the store has it; undefined where it has nothing of it. */
  readonly image: HeldImage | undefined;
  /** What its tag stands for now, where that is kept too. */
  readonly newer: OfflineImage | undefined;
  readonly onRelease: () => void;
}) {
  const { reference, digest, title, options, bytes } = entry;
  const run = useOfflineProgress(digest);
  const runner = useOfflineSync();
  const { check, start, stop } = useVerify(digest);
  const isVerifying = check?.state === 'running';
  const { now } = useEnvironment();
  const found = useOfflineCheck(entry);
  const isDone = entry.state === 'done';
  const isGone = isDone && typeof found === 'object' && found.missing === found.count;
  const name = reference.replace(/@.*/, '');
  const isGoing = run !== undefined || (entry.state === 'unfinished' && !entry.why);
  const { text, tone } = offlineState(entry, { run, check: found, nowMs: now() });
  const link = reference.includes('/') ? `${name.replace(/:[^:/]*$/, '')}@${digest}` : digest;
  const hidden = <span className={parts.hidden}> {name}</span>;
  return (
    <li className={rows.row}>
      <div className={rows.what}>
        <a href={formatPageAddress(treeAddress(link))} className={styles.name} title={digest}>
          <MiddleText text={name} />
        </a>
        <span className={`${parts.muted} ${rows.fact}`}>
          {[title, shortDigest(digest), `with ${optionsText(options)}`].filter(Boolean).join(' · ')}
        </span>
        <TagFact entry={entry} newer={newer} />
        <MissingList entry={entry} />
        {run ? (
          <progress
            className={look.bar}
            aria-label={`How much of ${name} is here`}
            {...(run.progress ? { max: run.progress.total.bytes, value: run.progress.bytes } : {})}
          />
        ) : null}
        <span role="status" className={check ? `${parts.muted} ${rows.fact}` : parts.hidden}>
          {check ? (isVerifying ? spokenProgress(check) : verdict(check)) : ''}
        </span>
      </div>
      <span className={`${parts.chip} ${{ ok: parts.ok, warn: parts.warn, bad: parts.bad, running: '' }[tone]}`}>
        {tone === 'running' ? null : <Icon name={tone === 'ok' ? 'check' : 'warning'} />}
        {run && !run.isVerifying ? downloadText(run) : text}
      </span>
      <span className={`${parts.number} ${rows.size}`}>
        <Size bytes={isGone ? 0 : (image?.bytes ?? bytes)} />
      </span>
      <span className={styles.acts}>
        {isDone && !isGone && !run ? (
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            onClick={isVerifying ? stop : () => void start()}
          >
            {isVerifying ? 'Stop' : 'Verify'}
            {hidden}
          </button>
        ) : null}
        {isGoing ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void runner.pause(digest)}>
            Pause{hidden}
          </button>
        ) : !isDone || isIncomplete(entry, found) ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void runner.resume(digest)}>
            {isDone ? 'Download again' : entry.state === 'paused' ? 'Resume' : 'Try again'}
            {hidden}
          </button>
        ) : null}
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={onRelease}>
          Release{hidden}
        </button>
      </span>
    </li>
  );
}
