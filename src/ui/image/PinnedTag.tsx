import { useQuery } from '@tanstack/react-query';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import type { Repository } from '../../oci/index.ts';
import { shortDigest } from '../kit/format.ts';
import { useOnline } from '../kit/media.ts';
import parts from '../kit/parts.module.css';
import { When } from '../kit/When.tsx';
import { tagMessages } from '../messages/pane.ts';
import { useEnvironment } from '../state/environment.ts';
import { type TagStatus, tagFailureStatus, tagQuery, tagStatus } from './pinnedTag.ts';

/** Shows the digest that the tag of a reference with tag and digest points to. The pane shows the reference's digest. */
export function PinnedTag({
  where,
  tag,
  digest,
  isAsked,
}: {
  readonly where: Repository;
  readonly tag: string;
  readonly digest: string;
  /** False until the shown content is loaded, so that this request comes after it. */
  readonly isAsked: boolean;
}) {
  const { data, error } = useQuery({ ...tagQuery(useEnvironment(), where, tag, useOnline()), enabled: isAsked });
  const found = error ? tagFailureStatus(error, where.host) : data && tagStatus(data, digest);
  return (
    <>
      <b>{tag}</b>{' '}
      {found ? <Found where={where} found={found} /> : <span className={parts.muted}>{tagMessages.checking}</span>}
    </>
  );
}

function Found({
  where,
  found: { state, text, other, isStale, seenAt },
}: {
  readonly where: Repository;
  readonly found: TagStatus;
}) {
  return (
    <span data-tag={state} className={state === 'other' || state === 'gone' ? parts.warn : undefined}>
      {text}
      {other === undefined ? null : (
        <>
          {' '}
          <a
            href={formatPageAddress(treeAddress(`${where.host}/${where.name}@${other}`))}
            title={other}
            className={parts.mono}
          >
            {shortDigest(other)}
          </a>
          {tagMessages.notThis}
        </>
      )}
      {isStale ? tagMessages.unreachable(where.host) : ''}
      {seenAt ? (
        <>
          {tagMessages.seen}
          <When time={seenAt.getTime()} />
        </>
      ) : null}
    </span>
  );
}
