import { useEnvironment } from '../environment.ts';
import { Icon } from '../icons.tsx';
import parts from '../parts.module.css';
import { offlineState } from './keepOfflineWords.ts';
import { useOfflineImages, useOfflineProgress } from './useKeepRunner.ts';
import { useOfflineCheck } from './useOfflineCheck.ts';

/** How it stands with an image that is on the list, for the button that opens its dialog. */
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
