import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { formatPageAddress, type HeldBlob, treeAddress } from '../../../api/index.ts';
import { readBlobs } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import { moreRepositories } from '../../image/usedByText.ts';
import { Size } from '../../kit/Fact.tsx';
import { formatRelative, formatTime, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { Skeleton } from '../../kit/Skeleton.tsx';
import { type Column, DataTable } from '../../kit/table/DataTable.tsx';
import { Filter } from '../../kit/table/Filter.tsx';
import { itemsMessages } from '../../messages/storage.ts';
import { shownText } from '../../messages/tagLists.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './storage.module.css';

/** Lists every stored item. Mounting it sends one request for the full list, which can have ten thousand entries. */
export function BlobList() {
  const { client, now } = useEnvironment();
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['content-blobs'],
    queryFn: ({ signal }) => readBlobs(client, signal),
    staleTime: 0,
    gcTime: 0,
  });
  const filter = useDeferredValue(search.trim().toLowerCase());
  const shown = useMemo(() => data?.filter(({ digest }) => digest.includes(filter)), [data, filter]);
  const columns = useMemo(() => columnsAt(now()), [now]);
  if (error) return <ErrorPanel error={asAppError(error)} where={undefined} onRetry={() => void refetch()} />;
  if (!data || !shown) return <Skeleton />;
  return (
    <>
      <div className={styles.line}>
        <Filter label={itemsMessages.search} wish={search} onWish={setSearch}>
          {shownText(shown.length, data.length, 'digest')}
        </Filter>
      </div>
      {shown.length > 0 ? (
        <div className={`${styles.scroll} ${styles.blobs}`}>
          <DataTable label={itemsMessages.table} rows={shown} keyOf={({ digest }) => digest} columns={columns} />
        </div>
      ) : (
        <p className={parts.muted}>{data.length === 0 ? itemsMessages.empty : itemsMessages.noMatch}</p>
      )}
    </>
  );
}

function columnsAt(nowMs: number): readonly Column<HeldBlob>[] {
  return [
    {
      name: itemsMessages.columns.digest,
      share: 25,
      sortValue: ({ digest }) => digest,
      cell: ({ digest, corruptAt }) => (
        <>
          <a href={formatPageAddress(treeAddress(digest))} title={digest} className={styles.digest}>
            {shortDigest(digest)}
          </a>
          {corruptAt ? (
            <span className={`${parts.chip} ${parts.bad} ${styles.mark}`} title={formatTime(corruptAt.getTime())}>
              {itemsMessages.corrupt}
            </span>
          ) : null}
        </>
      ),
    },
    {
      name: itemsMessages.columns.kind,
      share: 18,
      sortValue: ({ isManifest }) => itemsMessages.kind(isManifest),
      cell: ({ isManifest }) => itemsMessages.kind(isManifest),
    },
    {
      name: itemsMessages.columns.repository,
      share: 41,
      sortValue: ({ repositories: [first] }) => first && `${first.host}/${first.name}`,
      cell: ({ repositories }) => <Repositories repositories={repositories} />,
    },
    {
      name: itemsMessages.columns.used,
      share: 18,
      sortValue: ({ usedAt }) => usedAt.toISOString(),
      cell: ({ usedAt }) => (
        <time dateTime={usedAt.toISOString()} title={formatTime(usedAt.getTime())}>
          {formatRelative(usedAt.getTime(), nowMs)}
        </time>
      ),
    },
    {
      name: itemsMessages.columns.size,
      share: 14,
      isNumber: true,
      sortValue: ({ bytes }) => BigInt(bytes),
      cell: ({ bytes }) => <Size bytes={bytes} />,
    },
  ];
}

function Repositories({ repositories }: Pick<HeldBlob, 'repositories'>) {
  const [first] = repositories;
  if (!first) return null;
  return (
    <span title={repositories.map(({ host, name }) => `${host}/${name}`).join('\n')}>
      {first.host}/{first.name}
      {repositories.length > 1 ? (
        <span className={parts.muted}>{itemsMessages.moreRepositories(moreRepositories(repositories.length - 1))}</span>
      ) : null}
    </span>
  );
}
