import { useMemo } from 'react';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { formatExactSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';
import { canFold, foldAll, unfoldAll } from './foldedText.ts';
import { formatHex } from './hexLayout.ts';
import styles from './RawView.module.css';
import type { RawText } from './readText.ts';
import { fileNameOf, saveBytes } from './saveBytes.ts';
import type { Find } from './useFind.ts';
import type { SheetState } from './useFoldedText.ts';

/** How much there is and how it is shown, and what can be done with all of it. */
export function RawBar({
  raw,
  bytes,
  digest,
  isIndented,
  chooseIndented,
  sheet,
  find,
}: {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly raw: RawText;
  readonly isIndented: boolean;
  readonly chooseIndented: (isIndented: boolean) => void;
  readonly sheet: SheetState;
  readonly find: Find;
}) {
  const { window } = useEnvironment();
  const [copied, copy] = useCopy();
  const text = raw.kind === 'bytes' ? '' : raw.tokens.text;
  const folds = useMemo(() => canFold(sheet.sheet), [sheet.sheet]);
  const isFolded = sheet.sheet.folded.size > 0;
  return (
    <div className={styles.bar}>
      <span className={parts.muted}>
        {formatExactSize(bytes.length)}, {howShown(raw, isIndented)}
      </span>
      {raw.kind === 'json' ? (
        <fieldset className={styles.choice}>
          <legend className={parts.hidden}>Layout</legend>
          {[false, true].map((indented) => (
            <label key={String(indented)}>
              <input
                type="radio"
                name="layout"
                checked={isIndented === indented}
                onChange={() => chooseIndented(indented)}
              />
              {indented ? 'Indented' : 'As stored'}
            </label>
          ))}
        </fieldset>
      ) : null}
      {folds ? (
        <button type="button" className={parts.button} onClick={() => sheet.change([], isFolded ? unfoldAll : foldAll)}>
          {isFolded ? 'Unfold all' : 'Fold all'}
        </button>
      ) : null}
      {raw.kind === 'bytes' ? null : (
        <button type="button" className={parts.button} onClick={find.open}>
          Find
        </button>
      )}
      {raw.kind === 'bytes' ? (
        <CopyButton label="Copy hex" copied={copied} onCopy={() => copy(formatHex(bytes))} />
      ) : (
        <CopyButton label="Copy" copied={copied} onCopy={() => copy(text)} />
      )}
      <button
        type="button"
        className={parts.button}
        onClick={() => saveBytes(window, bytes, fileNameOf(digest, raw.kind, text))}
      >
        Download
      </button>
    </div>
  );
}

function howShown(raw: RawText, isIndented: boolean): string {
  if (raw.kind === 'bytes') return 'no UTF-8 text: shown as hex';
  return isIndented ? 'indented for reading, tokens unchanged' : 'exactly as stored';
}
