import type { Copied } from './copy.ts';
import parts from './parts.module.css';

/** A button that copies, and says in its own place that it did. */
export function CopyButton({
  label,
  copied,
  onCopy,
  quiet = false,
}: {
  readonly label: string;
  readonly copied: Copied;
  readonly onCopy: () => void;
  readonly quiet?: boolean;
}) {
  const said = { no: '', copied: 'Copied', refused: 'Select it and press Ctrl C' }[copied];
  return (
    <button type="button" className={quiet ? `${parts.button} ${parts.quiet}` : parts.button} onClick={onCopy}>
      {said || label}
      <span role="status" className={parts.hidden}>
        {said}
      </span>
    </button>
  );
}
