import { type ReactNode, useEffect, useRef } from 'react';
import { formatPageAddress, treeAddress, type VerifyStep } from '../../../api/index.ts';
import { formatSize, groupDigits, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import look from '../../kit/progressBar.module.css';
import { damagedText, spokenProgress, verdict } from '../../messages/verification.ts';
import styles from './storage.module.css';
import { type Check, useVerify } from './useVerify.ts';

const maxListed = 50;

/** Proves all that is stored anew, where a person wants to know. */
export function VerifySection() {
  const { check, start, stop } = useVerify();
  const isRunning = check?.state === 'running';
  const button = useRef<HTMLButtonElement>(null);
  const wasRunning = useRef(false);
  useEffect(() => {
    // The one button gave way to the other.
    if (wasRunning.current !== isRunning && check) button.current?.focus();
    wasRunning.current = isRunning;
  }, [isRunning, check]);
  return (
    <section aria-labelledby="verify" className={styles.section}>
      <h2 id="verify">Check</h2>
      <p>
        Manifests and configs are proved each time they are read. This reads and hashes everything, layers too, and
        fetches what is damaged anew.
      </p>
      <div className={styles.line}>
        <button ref={button} type="button" className={parts.button} onClick={isRunning ? stop : () => void start()}>
          {isRunning ? 'Stop' : 'Check everything'}
        </button>
        {isRunning ? <Progress check={check} /> : null}
        <span role="status" className={isRunning ? parts.hidden : undefined}>
          {check ? (isRunning ? spokenProgress(check) : verdict(check)) : ''}
        </span>
      </div>
      {check ? <Damaged of={check.damaged} state="corrupt" /> : null}
      {check ? <Damaged of={check.damaged} state="healed" /> : null}
    </section>
  );
}

function Progress({ check: { step } }: { readonly check: Check }) {
  const { bytes = 0, count = 0, total } = step ?? {};
  return (
    <>
      <progress
        className={look.bar}
        aria-label="Checked"
        max={total?.bytes || 1}
        value={total ? Math.min(bytes, total.bytes) : 0}
      />
      <span className={styles.figures}>
        {total
          ? `${groupDigits(count)} of ${groupDigits(total.count)}, ${formatSize(bytes)} of ${formatSize(total.bytes)}`
          : 'Starting…'}
      </span>
    </>
  );
}

function Damaged({
  of,
  state,
}: {
  readonly of: readonly VerifyStep[];
  readonly state: 'healed' | 'corrupt';
}): ReactNode {
  const found = of.filter((step) => step.state === state);
  if (found.length === 0) return null;
  return (
    <div className={styles.damaged}>
      <p className={state === 'corrupt' ? parts.bad : parts.warn}>{damagedText(found.length, state)}</p>
      <ul>
        {found.slice(0, maxListed).map(({ digest = '', why }) => (
          <li key={digest}>
            <a href={formatPageAddress(treeAddress(digest))} title={digest} className={styles.digest}>
              {shortDigest(digest)}
            </a>
            {why ? <span className={parts.muted}> {why}</span> : null}
          </li>
        ))}
        {found.length > maxListed ? <li>and {groupDigits(found.length - maxListed)} more</li> : null}
      </ul>
    </div>
  );
}
