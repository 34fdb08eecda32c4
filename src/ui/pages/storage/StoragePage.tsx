import { lazy, Suspense, useRef, useState } from 'react';
import { asAppError } from '../../../errors/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { Skeleton } from '../../kit/Skeleton.tsx';
import { storageMessages } from '../../messages/storage.ts';
import { ListSection } from '../../transfer/imageList/ListSection.tsx';
import { ClearSection } from './ClearSection.tsx';
import { Downloads } from './Downloads.tsx';
import { FaultSection } from './FaultSection.tsx';
import { ImagesSection } from './ImagesSection.tsx';
import { LimitForm } from './LimitForm.tsx';
import { RestSection } from './RestSection.tsx';
import { Summary } from './Summary.tsx';
import styles from './storage.module.css';
import { useContent } from './useStored.ts';
import { VerifySection } from './VerifySection.tsx';

const OfflineSection = lazy(() =>
  import('./OfflineSection.tsx').then(({ OfflineSection }) => ({ default: OfflineSection })),
);

/** The page that shows what this browser has stored, and frees, verifies or clears it. */
export function StoragePage() {
  const { data: facts, error, refetch } = useContent();
  const title = useRef<HTMLHeadingElement>(null);
  const [status, setStatus] = useState('');
  const isEmpty = facts !== undefined && facts.count === 0 && facts.ingestBytes === 0 && !facts.faults;
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <h1 id="title" tabIndex={-1} ref={title}>
        {storageMessages.title}
      </h1>
      <p className={parts.muted}>{storageMessages.lead}</p>
      <p role="status" className={status === '' ? parts.hidden : undefined}>
        {status}
      </p>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} onRetry={() => void refetch()} /> : null}
      {facts ? <Summary facts={facts} /> : null}
      {!facts && !error ? <Skeleton /> : null}
      {facts ? <LimitForm facts={facts} /> : null}
      {facts ? (
        <Suspense>
          <OfflineSection facts={facts} />
        </Suspense>
      ) : null}
      {facts ? <ImagesSection facts={facts} /> : null}
      {facts && !isEmpty ? (
        <>
          <RestSection facts={facts} />
          <Downloads />
          <VerifySection />
        </>
      ) : null}
      {facts ? <ListSection /> : null}
      {facts?.faults ? <FaultSection faults={facts.faults} title={title} onRemoved={setStatus} /> : null}
      {facts || canBeCleared(error) ? (
        <ClearSection facts={facts} isEmpty={isEmpty} title={title} onCleared={setStatus} />
      ) : null}
    </div>
  );
}

/** Reports whether content that can't be listed can still be cleared: not if a newer release wrote it. */
function canBeCleared(error: Error | null): boolean {
  return error !== null && asAppError(error).code !== 'failed_precondition';
}
