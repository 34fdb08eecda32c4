import { type ReactNode, useEffect, useRef } from 'react';
import { type CorruptItem, formatPageAddress, treeAddress } from '../../../api/index.ts';
import { shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import progressBar from '../../kit/progressBar.module.css';
import {
  corruptText,
  verificationMessages as messages,
  spokenProgress,
  verificationResult,
} from '../../messages/verification.ts';
import styles from './storage.module.css';
import { useVerify, type Verification } from './useVerify.ts';

const maxListed = 50;

/** Verifies everything that is stored against its digests, and repairs corrupt content. */
export function VerifySection() {
  const { verification, start, stop } = useVerify();
  const isRunning = verification?.state === 'running';
  const button = useRef<HTMLButtonElement>(null);
  const wasRunning = useRef(false);
  useEffect(() => {
    // Start and stop are one button, which loses the focus when it changes.
    if (wasRunning.current !== isRunning && verification) button.current?.focus();
    wasRunning.current = isRunning;
  }, [isRunning, verification]);
  return (
    <section aria-labelledby="verify" className={styles.section}>
      <h2 id="verify">{messages.title}</h2>
      <p>{messages.lead}</p>
      <div className={styles.line}>
        <button ref={button} type="button" className={parts.button} onClick={isRunning ? stop : () => void start()}>
          {isRunning ? messages.stop : messages.start}
        </button>
        {isRunning ? <Bar verification={verification} /> : null}
        <span role="status" className={isRunning ? parts.hidden : undefined}>
          {verification ? (isRunning ? spokenProgress(verification) : verificationResult(verification)) : ''}
        </span>
      </div>
      {verification ? <CorruptItems items={verification.corrupt} state="corrupt" /> : null}
      {verification ? <CorruptItems items={verification.corrupt} state="healed" /> : null}
    </section>
  );
}

function Bar({ verification: { progress } }: { readonly verification: Verification }) {
  const { done, total } = progress ?? {};
  return (
    <>
      <progress
        className={progressBar.bar}
        aria-label={messages.progress}
        max={total?.bytes || 1}
        value={done && total ? Math.min(done.bytes, total.bytes) : 0}
      />
      <span className={styles.figures}>{progress ? messages.amount(progress) : messages.starting}</span>
    </>
  );
}

function CorruptItems({
  items,
  state,
}: {
  readonly items: readonly CorruptItem[];
  readonly state: 'healed' | 'corrupt';
}): ReactNode {
  const found = items.filter((item) => item.state === state);
  if (found.length === 0) return null;
  return (
    <div className={styles.corrupt}>
      <p className={state === 'corrupt' ? parts.bad : parts.warn}>{corruptText(found.length, state)}</p>
      <ul>
        {found.slice(0, maxListed).map(({ digest = '', why }) => (
          <li key={digest}>
            <a href={formatPageAddress(treeAddress(digest))} title={digest} className={styles.digest}>
              {shortDigest(digest)}
            </a>
            {why ? <span className={parts.muted}> {why}</span> : null}
          </li>
        ))}
        {found.length > maxListed ? <li>{messages.more(found.length - maxListed)}</li> : null}
      </ul>
    </div>
  );
}
