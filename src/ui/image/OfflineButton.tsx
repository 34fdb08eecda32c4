import { lazy, Suspense } from 'react';
import parts from '../kit/parts.module.css';
import { offlineImages } from '../saved/offlineEntries.ts';
import { useSavedList } from '../saved/useSavedList.ts';

const OfflineMark = lazy(() =>
  import('../offline/OfflineMark.tsx').then(({ OfflineMark }) => ({ default: OfflineMark })),
);

/** Opens the dialog that keeps an image offline; of one that is kept it says how that stands. */
export function OfflineButton({ digest, onOpen }: { readonly digest: string; readonly onOpen: () => void }) {
  const [entries] = useSavedList(offlineImages);
  const isListed = entries.some((entry) => entry.digest === digest);
  return (
    <button type="button" className={parts.button} onClick={onOpen}>
      {isListed ? (
        <Suspense fallback="Offline…">
          <OfflineMark digest={digest} />
        </Suspense>
      ) : (
        'Keep offline…'
      )}
    </button>
  );
}
