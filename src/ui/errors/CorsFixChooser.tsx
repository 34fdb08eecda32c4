import { useId, useState } from 'react';
import { CopyButton } from '../kit/CopyButton.tsx';
import { useCopy } from '../kit/copy.ts';
import parts from '../kit/parts.module.css';
import type { CorsFix } from '../messages/corsFixes.ts';
import { errorPanelMessages } from '../messages/errors.ts';
import styles from './ErrorPanel.module.css';

/** Shows the configuration that allows this site, for the chosen registry or proxy. */
export function CorsFixChooser({ fixes }: { readonly fixes: readonly CorsFix[] }) {
  const [chosen, choose] = useState(0);
  const [copied, copy] = useCopy();
  const id = useId();
  const fix = fixes[chosen] ?? fixes[0];
  if (!fix) return null;
  return (
    <div className={styles.chooser}>
      <div className={styles.choice}>
        <label htmlFor={id}>{errorPanelMessages.program}</label>
        <select id={id} className={parts.button} value={chosen} onChange={({ target }) => choose(Number(target.value))}>
          {fixes.map(({ label }, index) => (
            <option key={label} value={index}>
              {label}
            </option>
          ))}
        </select>
        <CopyButton label={errorPanelMessages.copySnippet} copied={copied} onCopy={() => copy(fix.snippet)} />
      </div>
      <p className={`${styles.next} ${parts.muted}`}>{fix.note}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable element must be reachable by keyboard */}
      <pre className={styles.fix} tabIndex={0}>
        {fix.snippet}
      </pre>
    </div>
  );
}
