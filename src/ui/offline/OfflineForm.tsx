import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { EstimateResponse } from '../../api/index.ts';
import { asAppError } from '../../errors/index.ts';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import parts from '../kit/parts.module.css';
import { Skeleton } from '../kit/Skeleton.tsx';
import {
  amountText,
  bytesToDownload,
  leftOutTexts,
  offlineMessages,
  referrersText,
  spaceText,
} from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { entryOf, type OfflineTarget } from '../saved/offlineTarget.ts';
import { offlineImages } from '../saved/savedImages.ts';
import { useEnvironment } from '../state/environment.ts';
import { askToPersistOnce } from '../state/persistence.ts';
import styles from './OfflineDialog.module.css';
import { PlatformChoice } from './PlatformChoice.tsx';
import { useEstimate, useStorageQuota } from './useEstimate.ts';
import { useOfflineSync } from './useOfflineSync.ts';

/** Chooses what to download of an image, and shows the estimated size. */
export function OfflineForm({
  target,
  entry,
  onStored,
  onClose,
}: {
  readonly target: OfflineTarget;
  /** The entry to change; undefined for an image that is not on the offline list. */
  readonly entry: OfflineImage | undefined;
  readonly onStored: () => void;
  readonly onClose: () => void;
}) {
  const { window, now } = useEnvironment();
  const sync = useOfflineSync();
  const { layers: withLayers = true, referrers: withReferrers = true, platforms: before } = entry?.options ?? {};
  const [layers, setLayers] = useState(withLayers);
  const [referrers, setReferrers] = useState(withReferrers);
  const [platforms, setPlatforms] = useState(before);
  const [hasFailed, setFailed] = useState(false);
  const { data: estimate, error, refetch, isPlaceholderData } = useEstimate(target, { referrers, platforms });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!estimate || platforms?.length === 0) return;
    askToPersistOnce(window);
    const options = { layers, referrers, ...(platforms ? { platforms } : {}) };
    if (await sync.add(entryOf(target, options, now()))) onStored();
    else setFailed(true);
  };
  if (error) {
    return <ErrorPanel error={asAppError(error)} where={target.repository} onRetry={() => void refetch()} />;
  }
  if (!estimate) return <Skeleton />;
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} aria-busy={isPlaceholderData}>
      {estimate.platforms.length > 1 ? (
        <PlatformChoice all={estimate.platforms} chosen={platforms} onChoose={setPlatforms} />
      ) : null}
      <fieldset className={styles.choices}>
        <legend>{offlineMessages.include}</legend>
        <Choice name={offlineMessages.documents} isChosen isFixed>
          {amountText(estimate.documents, 'item')}
        </Choice>
        <Choice name={offlineMessages.layers} isChosen={layers} onChoose={setLayers}>
          {amountText(estimate.layers, 'layer')}
        </Choice>
        <Choice name={offlineMessages.referrers} isChosen={referrers} onChoose={setReferrers}>
          {referrers ? referrersText(estimate.referrers) : offlineMessages.notIncluded}
        </Choice>
      </fieldset>
      {platforms?.length === 0 ? null : <Space estimate={estimate} layers={layers} />}
      {hasFailed ? (
        <p role="alert" data-reason="quota" className={parts.bad}>
          {offlineMessages.listFull(offlineImages.maxImages)}
        </p>
      ) : null}
      <div className={styles.actions}>
        <button type="submit" className={`${parts.button} ${parts.primary}`} disabled={platforms?.length === 0}>
          {offlineMessages.download}
        </button>
        <button type="button" className={parts.button} onClick={onClose}>
          {offlineMessages.cancel}
        </button>
      </div>
    </form>
  );
}

function Choice({
  name,
  isChosen,
  isFixed = false,
  onChoose,
  children,
}: {
  readonly name: string;
  readonly isChosen: boolean;
  /** Always included. */
  readonly isFixed?: boolean;
  readonly onChoose?: (isChosen: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <label className={styles.choice}>
      <input
        type="checkbox"
        checked={isChosen}
        disabled={isFixed}
        onChange={({ target }) => onChoose?.(target.checked)}
      />
      <span>
        {name} <span className={styles.figures}>{children}</span>
      </span>
    </label>
  );
}

/** Shows the size and the free space, what is left out, and a warning if no service worker runs. */
function Space({ estimate, layers }: { readonly estimate: EstimateResponse; readonly layers: boolean }) {
  const { client } = useEnvironment();
  const { data: site } = useStorageQuota();
  const { data: mode } = useQuery({ queryKey: ['mode'], queryFn: () => client.mode });
  const { text, isShort } = spaceText(bytesToDownload(estimate, { layers }), site ?? undefined);
  return (
    <div className={styles.notes}>
      <p role="status" className={isShort ? parts.bad : undefined}>
        <b>{text}</b>
      </p>
      {isShort ? <p>{offlineMessages.noSpace}</p> : null}
      {leftOutTexts(estimate).map((text) => (
        <p key={text} className={parts.muted}>
          {text}
        </p>
      ))}
      {mode === 'dedicated-worker' ? <p className={parts.warn}>{offlineMessages.noServiceWorker}</p> : null}
    </div>
  );
}
