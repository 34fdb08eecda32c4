import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { formatRelative, formatTime, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { tagCheckMessages as messages } from '../../messages/storage.ts';
import { tagOf } from '../../offline/tagCheck.ts';
import { useOfflineSync } from '../../offline/useOfflineSync.ts';
import type { OfflineImage } from '../../saved/offlineList.ts';
import { entryOf } from '../../saved/offlineTarget.ts';
import { useEnvironment } from '../../state/environment.ts';
import rows from './OfflineRow.module.css';

/** Shows whether a tag still points to the offline image. If it moved, a button downloads the new version, and the old one stays. */
export function TagFact({ entry, newer }: { readonly entry: OfflineImage; readonly newer: OfflineImage | undefined }) {
  const { now } = useEnvironment();
  const sync = useOfflineSync();
  const { tag, digest, reference, title = '', icon = 'image', options } = entry;
  if (!tag || !tagOf(entry)) return null;
  const checked = <time title={formatTime(tag.atMs)}>{messages.checked(formatRelative(tag.atMs, now()))}</time>;
  if (tag.digest === undefined) {
    const isDeleted = tag.why === 'not_found';
    return (
      <span className={`${rows.tag} ${isDeleted ? parts.warn : parts.muted}`}>
        <span>
          {isDeleted ? messages.deleted : messages.failed}, {checked}
        </span>
      </span>
    );
  }
  if (tag.digest === digest) {
    return (
      <span className={`${rows.tag} ${parts.muted}`}>
        <span>
          {messages.current}, {checked}
        </span>
      </span>
    );
  }
  const moved = tag.digest;
  const download = () => void sync.add(entryOf({ reference, digest: moved, title, icon }, options, now()));
  return (
    <span className={rows.tag}>
      <span className={parts.warn} title={moved}>
        {messages.moved(shortDigest(moved))}, {checked}
      </span>
      {newer?.state === 'done' ? (
        <span className={parts.muted}>{messages.newerStored}</span>
      ) : newer ? null : (
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={download}>
          {messages.downloadNewer}
        </button>
      )}
      <a href={formatPageAddress(treeAddress(reference))}>{messages.open}</a>
    </span>
  );
}
