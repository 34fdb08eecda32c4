import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { EstimateResponse } from '../../api/index.ts';
import { asAppError } from '../../errors/index.ts';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import parts from '../kit/parts.module.css';
import { Skeleton } from '../kit/Skeleton.tsx';
import { amountWords, leftOutWords, neededBytes, referrersWords, roomWords } from '../messages/offline.ts';
import { kept } from '../saved/offlineEntries.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { entryOf, type OfflineTarget } from '../saved/offlineTarget.ts';
import { useEnvironment } from '../state/environment.ts';
import { askToPersistOnce } from '../state/persistence.ts';
import styles from './OfflineDialog.module.css';
import { PlatformChoice } from './PlatformChoice.tsx';
import { useMeasure, useRoom } from './useEstimate.ts';
import { useOfflineSync } from './useOfflineSync.ts';

/** What of an image is to be kept, with what that takes, which is measured as it opens. */
export function OfflineForm({
  target,
  entry,
  onStored,
  onClose,
}: {
  readonly target: OfflineTarget;
  /** As it is kept already. */
  readonly entry: OfflineImage | undefined;
  readonly onStored: () => void;
  readonly onClose: () => void;
}) {
  const { window, now } = useEnvironment();
  const runner = useOfflineSync();
  const { layers: withLayers = true, referrers: withReferrers = true, platforms: before } = entry?.options ?? {};
  const [layers, setLayers] = useState(withLayers);
  const [referrers, setReferrers] = useState(withReferrers);
  const [platforms, setPlatforms] = useState(before);
  const [isRefused, setRefused] = useState(false);
  const { data: measured, error, refetch, isPlaceholderData } = useMeasure(target, { referrers, platforms });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!measured || platforms?.length === 0) return;
    askToPersistOnce(window);
    const options = { layers, referrers, ...(platforms ? { platforms } : {}) };
    if (await runner.keep(entryOf(target, options, now()))) onStored();
    else setRefused(true);
  };
  if (error) {
    return <ErrorPanel error={asAppError(error)} where={target.where} onRetry={() => void refetch()} />;
  }
  if (!measured) return <Skeleton />;
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} aria-busy={isPlaceholderData}>
      {measured.platforms.length > 1 ? (
        <PlatformChoice all={measured.platforms} chosen={platforms} onChoose={setPlatforms} />
      ) : null}
      <fieldset className={styles.choices}>
        <legend>What of it</legend>
        <Choice name="Manifests and configs" isChosen isFixed>
          {amountWords(measured.documents, 'document')}
        </Choice>
        <Choice name="Layers, and what artifacts hold" isChosen={layers} onChoose={setLayers}>
          {amountWords(measured.layers, 'layer')}
        </Choice>
        <Choice name="Signatures, attestations and SBOMs" isChosen={referrers} onChoose={setReferrers}>
          {referrers ? referrersWords(measured.referrers) : 'what refers to it'}
        </Choice>
      </fieldset>
      {platforms?.length === 0 ? null : <Room measured={measured} layers={layers} />}
      {isRefused ? (
        <p role="alert" data-reason="quota" className={parts.bad}>
          It could not be saved on the list of at most {kept.most} images in this browser. Release one, or allow this
          site to store data, then try again.
        </p>
      ) : null}
      <div className={styles.actions}>
        <button type="submit" className={`${parts.button} ${parts.primary}`} disabled={platforms?.length === 0}>
          Keep offline
        </button>
        <button type="button" className={parts.button} onClick={onClose}>
          Cancel
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
  /** It is always chosen. */
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

/** Whether there is room for it, what is left out, and what is lost where no service worker runs. */
function Room({ measured, layers }: { readonly measured: EstimateResponse; readonly layers: boolean }) {
  const { client } = useEnvironment();
  const { data: site } = useRoom();
  const { data: mode } = useQuery({ queryKey: ['mode'], queryFn: () => client.mode });
  const { text, isShort } = roomWords(neededBytes(measured, { layers }), site ?? undefined);
  return (
    <div className={styles.notes}>
      <p role="status" className={isShort ? parts.bad : undefined}>
        <b>{text}</b>
      </p>
      {isShort ? (
        <p>Free space on the page of what is stored, or keep less of it. It pauses where the room ends.</p>
      ) : null}
      {leftOutWords(measured).map((words) => (
        <p key={words} className={parts.muted}>
          {words}
        </p>
      ))}
      {mode === 'dedicated-worker' ? (
        <p className={parts.warn}>
          No service worker runs here, so that this page itself does not open without a network. What is kept stays.
        </p>
      ) : null}
    </div>
  );
}
