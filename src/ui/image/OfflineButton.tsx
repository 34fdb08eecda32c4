import { lazy, Suspense } from 'react';
import { useNarrow } from '../kit/media.ts';
import parts from '../kit/parts.module.css';
import { paneMessages } from '../messages/pane.ts';
import { offlineImages } from '../saved/savedImages.ts';
import { useSavedList } from '../saved/useSavedList.ts';

const OfflineMark = lazy(() =>
  import('../offline/OfflineMark.tsx').then(({ OfflineMark }) => ({ default: OfflineMark })),
);

/** Opens the offline dialog. For an image on the offline list, shows its state. */
export function OfflineButton({ digest, onOpen }: { readonly digest: string; readonly onOpen: () => void }) {
  const [entries] = useSavedList(offlineImages);
  const label = useNarrow() ? paneMessages.offline : paneMessages.makeOffline;
  const isListed = entries.some((entry) => entry.digest === digest);
  return (
    <button type="button" className={parts.button} onClick={onOpen}>
      {isListed ? (
        <Suspense fallback={paneMessages.offline}>
          <OfflineMark digest={digest} />
        </Suspense>
      ) : (
        label
      )}
    </button>
  );
}
