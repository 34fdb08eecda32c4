import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { Finding } from '../../../oci/index.ts';
import { FindBar } from './FindBar.tsx';
import { Findings } from './Findings.tsx';
import { JsonView } from './JsonView.tsx';
import type { DigestLinks } from './links.ts';
import { RawBar } from './RawBar.tsx';
import styles from './RawView.module.css';
import { readText } from './readText.ts';
import { useFind } from './useFind.ts';
import { useFoldedText } from './useFoldedText.ts';
import { useLayoutChoice } from './useLayoutChoice.ts';
import { useRawFindings } from './useRawFindings.ts';

export interface RawTextProps {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly findings?: readonly Finding[] | undefined;
  readonly linkOfDigest: DigestLinks;
}

/**
 * Shows a document from its exact bytes: as stored, or indented by white space between its tokens only. Copy and download
 * use the stored bytes in either layout.
 */
export function RawText({ bytes, digest, findings, linkOfDigest }: RawTextProps) {
  const raw = useMemo(() => readText(bytes), [bytes]);
  const [isIndented, chooseIndented] = useLayoutChoice(raw);
  const foldedText = useFoldedText(raw, isIndented);
  const find = useFind(raw, isIndented, foldedText.goTo);
  const findingLines = useRawFindings(raw, findings, foldedText.layout, foldedText.goTo);
  const box = useRef<HTMLElement>(null);
  const endFind = () => {
    find.close();
    box.current?.focus({ preventScroll: true });
  };
  const pressKey = (event: KeyboardEvent) => {
    if (raw.kind === 'bytes') return;
    const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (isFind) find.open();
    else if (event.key === 'Escape' && find.isOpen) endFind();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts for buttons inside of it
    <div className={styles.view} onKeyDown={pressKey}>
      <RawBar {...{ raw, bytes, digest, isIndented, chooseIndented, foldedText, find }} />
      {find.isOpen ? <FindBar find={find} onClose={endFind} /> : null}
      <div className={styles.columns}>
        {findings ? <Findings findingLines={findingLines} findings={findings} /> : null}
        <JsonView
          box={box}
          foldedText={foldedText}
          linkOfDigest={linkOfDigest}
          found={find.isOpen ? find.found : undefined}
          current={find.current}
          linesFound={findingLines.lines}
          chosenLine={findingLines.chosenLine}
        />
      </div>
    </div>
  );
}
