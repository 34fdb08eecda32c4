import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import { offlineState } from '../messages/offline.ts';
import { useEnvironment } from '../state/environment.ts';
import { useOfflineCheck } from './useOfflineCheck.ts';
import { useOfflineImages, useOfflineProgress } from './useOfflineSync.ts';

/** Shows the state of an image on the offline list, in the button that opens its dialog. */
export function OfflineMark({ digest }: { readonly digest: string }) {
  const entry = useOfflineImages().find((each) => each.digest === digest);
  const run = useOfflineProgress(digest);
  const check = useOfflineCheck(entry);
  const { now } = useEnvironment();
  if (!entry) return null;
  const { text, tone } = offlineState(entry, { run, check, nowMs: now() });
  const icon = { ok: 'check', warn: 'warning', bad: 'warning', running: undefined } as const;
  const name = icon[tone];
  return (
    <>
      {name ? (
        <Icon name={name} className={{ ok: parts.ok, warn: parts.warn, bad: parts.bad, running: '' }[tone]} />
      ) : null}
      {text}
    </>
  );
}
