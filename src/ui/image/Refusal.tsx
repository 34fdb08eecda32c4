import styles from '../errors/ErrorPanel.module.css';
import parts from '../kit/parts.module.css';
import { describeError } from '../messages/errors.ts';
import { paneMessages } from '../messages/pane.ts';
import type { PaneProps } from './paneProps.ts';

/** Explains why the content isn't a valid manifest. Its text is shown below. */
export function Refusal({ tree }: PaneProps) {
  const { root, selected } = tree;
  const error = root.manifest ? undefined : root.refusal;
  if (!error || selected !== '') return null;
  const { title, reason } = describeError({ error, host: '', origin: '' });
  return (
    <div role="alert" data-reason={reason} className={`${styles.alert} ${styles.inline}`}>
      <h2>{title}</h2>
      <p>{paneMessages.invalidManifest}</p>
      <p className={parts.mono}>{error.message}</p>
    </div>
  );
}
