import type { Copied } from './copy.ts';
import parts from './parts.module.css';

/** A button that copies, and briefly shows the result as its label. */
export function CopyButton({
  label,
  what = '',
  copied,
  onCopy,
  quiet = false,
}: {
  readonly label: string;
  /** Names the copied text for screen readers. */
  readonly what?: string;
  readonly copied: Copied;
  readonly onCopy: () => void;
  readonly quiet?: boolean;
}) {
  const status = { no: '', copied: 'Copied', refused: 'Select it and press Ctrl C' }[copied];
  return (
    <button type="button" className={quiet ? `${parts.button} ${parts.quiet}` : parts.button} onClick={onCopy}>
      {status || label}
      {status || what === '' ? null : <span className={parts.hidden}> {what}</span>}
      <span role="status" className={parts.hidden}>
        {status}
      </span>
    </button>
  );
}
