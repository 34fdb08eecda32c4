import { useQuery } from '@tanstack/react-query';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import type { Where } from '../../client/index.ts';
import { shortDigest } from '../kit/format.ts';
import { useOnline } from '../kit/media.ts';
import parts from '../kit/parts.module.css';
import { When } from '../kit/When.tsx';
import { useEnvironment } from '../state/environment.ts';
import { type TagWords, tagFailureWords, tagQuery, tagWords } from './pinnedTag.ts';

/** Where the tag of a reference with tag and digest points now. The digest decides what is shown. */
export function PinnedTag({
  where,
  tag,
  digest,
  isAsked,
}: {
  readonly where: Where;
  readonly tag: string;
  readonly digest: string;
  /** False until what is shown is here: it comes first. */
  readonly isAsked: boolean;
}) {
  const { data, error } = useQuery({ ...tagQuery(useEnvironment(), where, tag, useOnline()), enabled: isAsked });
  const found = error ? tagFailureWords(error, where.host) : data && tagWords(data, digest);
  return (
    <>
      <b>{tag}</b>{' '}
      {found ? <Found where={where} found={found} /> : <span className={parts.muted}>is being checked…</span>}
    </>
  );
}

function Found({
  where,
  found: { state, words, other, isStale, seenAt },
}: {
  readonly where: Where;
  readonly found: TagWords;
}) {
  return (
    <span data-tag={state} className={state === 'other' || state === 'gone' ? parts.warn : undefined}>
      {words}
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
          , not to this digest
        </>
      )}
      {isStale ? ` · ${where.host} cannot be asked now` : ''}
      {seenAt ? (
        <>
          , seen <When time={seenAt.getTime()} />
        </>
      ) : null}
    </span>
  );
}
