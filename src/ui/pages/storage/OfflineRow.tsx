import { formatPageAddress, type HeldImage, treeAddress } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import progressBar from '../../kit/progressBar.module.css';
import { downloadText, isIncomplete, offlineState, optionsText } from '../../messages/offline.ts';
import { offlineListMessages as messages } from '../../messages/storage.ts';
import { spokenProgress, verificationResult } from '../../messages/verification.ts';
import { MissingList } from '../../offline/MissingList.tsx';
import { useOfflineCheck } from '../../offline/useOfflineCheck.ts';
import { useOfflineProgress, useOfflineSync } from '../../offline/useOfflineSync.ts';
import type { OfflineImage } from '../../saved/offlineList.ts';
import { useEnvironment } from '../../state/environment.ts';
import rows from './OfflineRow.module.css';
import styles from './storage.module.css';
import { TagFact } from './TagFact.tsx';
import { useVerify } from './useVerify.ts';

/** One image of the offline list: state, tag status, missing parts and actions. */
export function OfflineRow({
  entry,
  image,
  newer,
  onRemove,
}: {
  readonly entry: OfflineImage;
  /** The stored image; undefined if none of it is stored. */
  readonly image: HeldImage | undefined;
  /** The image the tag points to now, if that is on the list too. */
  readonly newer: OfflineImage | undefined;
  readonly onRemove: () => void;
}) {
  const { reference, digest, title, options, bytes } = entry;
  const download = useOfflineProgress(digest);
  const sync = useOfflineSync();
  const { verification, start, stop } = useVerify(digest);
  const isVerifying = verification?.state === 'running';
  const { now } = useEnvironment();
  const check = useOfflineCheck(entry);
  const isDone = entry.state === 'done';
  const isRemoved = isDone && typeof check === 'object' && check.missing === check.count;
  const name = reference.replace(/@.*/, '');
  const isActive = download !== undefined || (entry.state === 'unfinished' && !entry.why);
  const { text, tone } = offlineState(entry, { run: download, check, nowMs: now() });
  const link = reference.includes('/') ? `${name.replace(/:[^:/]*$/, '')}@${digest}` : digest;
  const hiddenName = <span className={parts.hidden}> {name}</span>;
  return (
    <li className={rows.row}>
      <div className={rows.description}>
        <a href={formatPageAddress(treeAddress(link))} className={styles.name} title={digest}>
          <MiddleText text={name} />
        </a>
        <span className={`${parts.muted} ${rows.fact}`}>
          {[title, shortDigest(digest), messages.includes(optionsText(options))].filter(Boolean).join(' · ')}
        </span>
        <TagFact entry={entry} newer={newer} />
        <MissingList entry={entry} />
        {download ? (
          <progress
            className={progressBar.bar}
            aria-label={messages.progress(name)}
            {...(download.progress?.total
              ? { max: download.progress.total.bytes, value: download.progress.done.bytes }
              : {})}
          />
        ) : null}
        <span role="status" className={verification ? `${parts.muted} ${rows.fact}` : parts.hidden}>
          {verification ? (isVerifying ? spokenProgress(verification) : verificationResult(verification)) : ''}
        </span>
      </div>
      <span className={`${parts.chip} ${{ ok: parts.ok, warn: parts.warn, bad: parts.bad, running: '' }[tone]}`}>
        {tone === 'running' ? null : <Icon name={tone === 'ok' ? 'check' : 'warning'} />}
        {download && !download.isVerifying ? downloadText(download) : text}
      </span>
      <span className={`${parts.number} ${rows.size}`}>
        <Size bytes={isRemoved ? 0 : (image?.bytes ?? bytes)} />
      </span>
      <span className={styles.acts}>
        {isDone && !isRemoved && !download ? (
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            onClick={isVerifying ? stop : () => void start()}
          >
            {isVerifying ? messages.stop : messages.verify}
            {hiddenName}
          </button>
        ) : null}
        {isActive ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void sync.pause(digest)}>
            {messages.pause}
            {hiddenName}
          </button>
        ) : !isDone || isIncomplete(entry, check) ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void sync.resume(digest)}>
            {isDone ? messages.downloadAgain : entry.state === 'paused' ? messages.resume : messages.retry}
            {hiddenName}
          </button>
        ) : null}
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={onRemove}>
          {messages.remove}
          {hiddenName}
        </button>
      </span>
    </li>
  );
}
