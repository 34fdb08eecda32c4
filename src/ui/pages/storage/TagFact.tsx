import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { formatRelative, formatTime, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { tagOf } from '../../offline/tagCheck.ts';
import { useOfflineSync } from '../../offline/useOfflineSync.ts';
import type { OfflineImage } from '../../saved/offlineList.ts';
import { entryOf } from '../../saved/offlineTarget.ts';
import { useEnvironment } from '../../state/environment.ts';
import rows from './OfflineRow.module.css';

/** Whether a tag still stands for what is kept. What it moved to is kept where a person wants it, beside the old. */
export function TagFact({ entry, newer }: { readonly entry: OfflineImage; readonly newer: OfflineImage | undefined }) {
  const { now } = useEnvironment();
  const runner = useOfflineSync();
  const { tag, digest, reference, title = '', icon = 'image', options } = entry;
  if (!tag || !tagOf(entry)) return null;
  const checked = <time title={formatTime(tag.atMs)}>checked {formatRelative(tag.atMs, now())}</time>;
  if (tag.digest === undefined) {
    const isGone = tag.why === 'not_found';
    return (
      <span className={`${rows.tag} ${isGone ? parts.warn : parts.muted}`}>
        <span>
          {isGone ? 'its registry does not have the tag any more' : 'its registry could not be asked'}, {checked}
        </span>
      </span>
    );
  }
  if (tag.digest === digest) {
    return (
      <span className={`${rows.tag} ${parts.muted}`}>
        <span>the tag is still this, {checked}</span>
      </span>
    );
  }
  const moved = tag.digest;
  const keep = () => void runner.add(entryOf({ reference, digest: moved, title, icon }, options, now()));
  return (
    <span className={rows.tag}>
      <span className={parts.warn} title={moved}>
        the tag has moved to {shortDigest(moved)}, {checked}
      </span>
      {newer?.state === 'done' ? (
        <span className={parts.muted}>which is kept too: this one can be released</span>
      ) : newer ? null : (
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={keep}>
          Keep the new one
        </button>
      )}
      <a href={formatPageAddress(treeAddress(reference))}>Open</a>
    </span>
  );
}
