import { useMemo } from 'react';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { formatExactSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { rawMessages } from '../../messages/raw.ts';
import { useEnvironment } from '../../state/environment.ts';
import { canFold, foldAll, unfoldAll } from './foldedText.ts';
import { formatHex } from './hexLayout.ts';
import styles from './RawView.module.css';
import type { RawText } from './readText.ts';
import { fileNameOf, saveBytes } from './saveBytes.ts';
import type { Find } from './useFind.ts';
import type { FoldedTextState } from './useFoldedText.ts';

/** Shows the size and layout of the text, with the actions for the document. */
export function RawBar({
  raw,
  bytes,
  digest,
  isIndented,
  chooseIndented,
  foldedText,
  find,
}: {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly raw: RawText;
  readonly isIndented: boolean;
  readonly chooseIndented: (isIndented: boolean) => void;
  readonly foldedText: FoldedTextState;
  readonly find: Find;
}) {
  const { window } = useEnvironment();
  const [copied, copy] = useCopy();
  const text = raw.kind === 'bytes' ? '' : raw.tokens.text;
  const folds = useMemo(() => canFold(foldedText.text), [foldedText.text]);
  const isFolded = foldedText.text.folded.size > 0;
  return (
    <div className={styles.bar}>
      <span className={parts.muted}>
        {formatExactSize(bytes.length)}, {howShown(raw, isIndented)}
      </span>
      {raw.kind === 'json' ? (
        <fieldset className={styles.choice}>
          <legend className={parts.hidden}>{rawMessages.layout}</legend>
          {[false, true].map((indented) => (
            <label key={String(indented)}>
              <input
                type="radio"
                name="layout"
                checked={isIndented === indented}
                onChange={() => chooseIndented(indented)}
              />
              {indented ? rawMessages.indented : rawMessages.asStored}
            </label>
          ))}
        </fieldset>
      ) : null}
      {folds ? (
        <button
          type="button"
          className={parts.button}
          onClick={() => foldedText.change([], isFolded ? unfoldAll : foldAll)}
        >
          {isFolded ? rawMessages.unfold : rawMessages.fold}
        </button>
      ) : null}
      {raw.kind === 'bytes' ? null : (
        <button type="button" className={parts.button} onClick={find.open}>
          {rawMessages.find}
        </button>
      )}
      {raw.kind === 'bytes' ? (
        <CopyButton label={rawMessages.copyHex} copied={copied} onCopy={() => copy(formatHex(bytes))} />
      ) : (
        <CopyButton label={rawMessages.copy} copied={copied} onCopy={() => copy(text)} />
      )}
      <button
        type="button"
        className={parts.button}
        onClick={() => saveBytes(window, bytes, fileNameOf(digest, raw.kind, text))}
      >
        {rawMessages.download}
      </button>
    </div>
  );
}

function howShown(raw: RawText, isIndented: boolean): string {
  if (raw.kind === 'bytes') return rawMessages.shownAsHex;
  return isIndented ? rawMessages.shownIndented : rawMessages.shownAsStored;
}
