import type { Fetched } from '../../../client/index.ts';
import parts from '../../kit/parts.module.css';
import { When } from '../../kit/When.tsx';

/** Shows where content came from, the store or a host, and when. */
export function From({ fetched: { cache, source, storedAt, tagSeenAt } }: { readonly fetched: Fetched }) {
  const host = source?.host;
  const stored = storedAt ? <When time={storedAt.getTime()} /> : null;
  if (cache.detail === 'embedded') return 'embedded in its descriptor';
  if (cache.hit && cache.stored) {
    return (
      <>
        this browser{host || stored ? ` · first ${host ? `fetched from ${host}` : 'stored'}` : ''}
        {stored ? <>, {stored}</> : null}
        {tagSeenAt ? (
          <>
            {' '}
            · <span className={`${parts.chip} ${parts.warn}`}>last known</span> the tag pointed to this{' '}
            <When time={tagSeenAt.getTime()} />
          </>
        ) : null}
      </>
    );
  }
  return (
    <>
      {host ?? 'its registry'} · {stored ? <>fetched {stored}</> : 'fetched in this tab'}
      {cache.stored || cache.detail === 'streamed' ? null : (
        <>
          {' '}
          <span className={`${parts.chip} ${parts.warn}`}>{notStoredText(cache.detail)}</span>
        </>
      )}
    </>
  );
}

function notStoredText(detail: string | undefined): string {
  if (detail === 'quota') return 'not cached: storage is full';
  if (detail === 'memory') return 'not stored: storage is blocked in this browser';
  return detail === undefined || detail === 'not-stored' ? 'not stored' : `not stored: ${detail}`;
}
