import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { formatPageAddress, type HeldBlob, treeAddress } from '../../../api/index.ts';
import { readBlobs } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import { moreRepositories } from '../../image/usedByText.ts';
import { Size } from '../../kit/Fact.tsx';
import { formatCount, formatRelative, formatTime, groupDigits, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { Skeleton } from '../../kit/Skeleton.tsx';
import { type Column, DataTable } from '../../kit/table/DataTable.tsx';
import { Filter } from '../../kit/table/Filter.tsx';
import { useEnvironment } from '../../state/environment.ts';
import styles from './storage.module.css';

/** Every document and layer, asked for when it is drawn: ten thousand are one answer. */
export function BlobList() {
  const { client, now } = useEnvironment();
  const [wish, setWish] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['content-blobs'],
    queryFn: ({ signal }) => readBlobs(client, signal),
    staleTime: 0,
    gcTime: 0,
  });
  const filter = useDeferredValue(wish.trim().toLowerCase());
  const shown = useMemo(() => data?.filter(({ digest }) => digest.includes(filter)), [data, filter]);
  const columns = useMemo(() => columnsAt(now()), [now]);
  if (error) return <ErrorPanel error={asAppError(error)} where={undefined} onRetry={() => void refetch()} />;
  if (!data || !shown) return <Skeleton />;
  return (
    <>
      <div className={styles.line}>
        <Filter label="Search digests" wish={wish} onWish={setWish}>
          {shown.length === data.length
            ? formatCount(data.length, 'digest')
            : `${groupDigits(shown.length)} of ${formatCount(data.length, 'digest')}`}
        </Filter>
      </div>
      {shown.length > 0 ? (
        <div className={`${styles.scroll} ${styles.blobs}`}>
          <DataTable label="All documents and layers" rows={shown} keyOf={({ digest }) => digest} columns={columns} />
        </div>
      ) : (
        <p className={parts.muted}>{data.length === 0 ? 'Nothing is held.' : 'No digest has that in it.'}</p>
      )}
    </>
  );
}

function columnsAt(nowMs: number): readonly Column<HeldBlob>[] {
  return [
    {
      name: 'Digest',
      share: 25,
      sortValue: ({ digest }) => digest,
      cell: ({ digest, corruptAt }) => (
        <>
          <a href={formatPageAddress(treeAddress(digest))} title={digest} className={styles.digest}>
            {shortDigest(digest)}
          </a>
          {corruptAt ? (
            <span className={`${parts.chip} ${parts.bad} ${styles.mark}`} title={formatTime(corruptAt.getTime())}>
              damaged
            </span>
          ) : null}
        </>
      ),
    },
    {
      name: 'Kind',
      share: 18,
      sortValue: ({ isManifest }) => kindOf(isManifest),
      cell: ({ isManifest }) => kindOf(isManifest),
    },
    {
      name: 'Repository',
      share: 41,
      sortValue: ({ repositories: [first] }) => first && `${first.host}/${first.name}`,
      cell: ({ repositories }) => <Repositories of={repositories} />,
    },
    {
      name: 'Last used',
      share: 18,
      sortValue: ({ usedAt }) => usedAt.toISOString(),
      cell: ({ usedAt }) => (
        <time dateTime={usedAt.toISOString()} title={formatTime(usedAt.getTime())}>
          {formatRelative(usedAt.getTime(), nowMs)}
        </time>
      ),
    },
    {
      name: 'Size',
      share: 14,
      isNumber: true,
      sortValue: ({ bytes }) => BigInt(bytes),
      cell: ({ bytes }) => <Size bytes={bytes} />,
    },
  ];
}

function kindOf(isManifest: boolean): string {
  return isManifest ? 'Manifest' : 'Config or layer';
}

function Repositories({ of }: { readonly of: HeldBlob['repositories'] }) {
  const [first] = of;
  if (!first) return null;
  return (
    <span title={of.map(({ host, name }) => `${host}/${name}`).join('\n')}>
      {first.host}/{first.name}
      {of.length > 1 ? <span className={parts.muted}> and {moreRepositories(of.length - 1)}</span> : null}
    </span>
  );
}
