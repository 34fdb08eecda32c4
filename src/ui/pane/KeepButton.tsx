import { lazy, Suspense } from 'react';
import { kept } from '../kept.ts';
import parts from '../parts.module.css';
import { useOpened } from '../useOpened.ts';

const OfflineMark = lazy(() =>
  import('../keepOffline/KeepMark.tsx').then(({ OfflineMark }) => ({ default: OfflineMark })),
);

/** Opens the dialog that keeps an image offline; of one that is kept it says how that stands. */
export function OfflineButton({ digest, onOpen }: { readonly digest: string; readonly onOpen: () => void }) {
  const [entries] = useOpened(kept);
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
