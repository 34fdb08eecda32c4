import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { Finding } from '../../../oci/index.ts';
import { FindBar } from './FindBar.tsx';
import { Findings } from './Findings.tsx';
import { SheetView } from './JsonView.tsx';
import type { DigestLinks } from './links.ts';
import { RawBar } from './RawBar.tsx';
import styles from './RawView.module.css';
import { readText } from './readText.ts';
import { useFind } from './useFind.ts';
import { useSheet } from './useFoldedText.ts';
import { useLayoutChoice } from './useLayoutChoice.ts';
import { useFindings } from './useRawFindings.ts';

export interface RawTextProps {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly findings?: readonly Finding[] | undefined;
  readonly linkOfDigest: DigestLinks;
}

/**
 * A document from its exact bytes: as stored, or indented by white space between its tokens alone. Copying and saving
 * take the bytes as stored, however they are shown.
 */
export function RawText({ bytes, digest, findings, linkOfDigest }: RawTextProps) {
  const raw = useMemo(() => readText(bytes), [bytes]);
  const [isIndented, chooseIndented] = useLayoutChoice(raw);
  const sheet = useSheet(raw, isIndented);
  const find = useFind(raw, isIndented, sheet.goTo);
  const judged = useFindings(raw, findings, sheet.layout, sheet.goTo);
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
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of what is inside, each of which has its button too
    <div className={styles.view} onKeyDown={pressKey}>
      <RawBar {...{ raw, bytes, digest, isIndented, chooseIndented, sheet, find }} />
      {find.isOpen ? <FindBar find={find} onClose={endFind} /> : null}
      <div className={styles.columns}>
        {findings ? <Findings judged={judged} findings={findings} /> : null}
        <SheetView
          box={box}
          sheet={sheet}
          linkOfDigest={linkOfDigest}
          found={find.isOpen ? find.found : undefined}
          current={find.current}
          linesFound={judged.lines}
          chosenLine={judged.chosenLine}
        />
      </div>
    </div>
  );
}
