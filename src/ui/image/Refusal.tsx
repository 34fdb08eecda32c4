import styles from '../errors/ErrorPanel.module.css';
import parts from '../kit/parts.module.css';
import { describeError } from '../messages/errors.ts';
import type { PaneProps } from './paneProps.ts';

/** Why what was pushed as a manifest is none: its text is shown below all the same. */
export function Refusal({ tree }: PaneProps) {
  const { root, selected } = tree;
  const error = root.manifest ? undefined : root.refusal;
  if (!error || selected !== '') return null;
  const { title, reason } = describeError({ error, host: '', origin: '' });
  return (
    <div role="alert" data-reason={reason} className={`${styles.alert} ${styles.inline}`}>
      <h2>{title}</h2>
      <p>The bytes are what the digest names, but they cannot be read as what they claim to be:</p>
      <p className={parts.mono}>{error.message}</p>
    </div>
  );
}
