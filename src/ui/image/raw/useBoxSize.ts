import { useLayoutEffect, useState } from 'react';
import { useEnvironment } from '../../state/environment.ts';

/** What fits in a box: its inner size and the width of a character, in px. */
export interface BoxSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly characterPx: number;
}

/** The size of a box as it is drawn; undefined before it is. */
export function useBoxSize(box: { readonly current: HTMLElement | null }): BoxSize | undefined {
  const { window } = useEnvironment();
  const [size, setSize] = useState<BoxSize>();
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const characterPx = measureCharacter(window.document, element);
      const { clientWidth: widthPx, clientHeight: heightPx } = element;
      setSize((before) =>
        before?.widthPx === widthPx && before.heightPx === heightPx && before.characterPx === characterPx
          ? before
          : { widthPx, heightPx, characterPx },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, window]);
  return size;
}

function measureCharacter(document: Document, element: HTMLElement): number {
  const probe = document.createElement('code');
  probe.textContent = '0'.repeat(100);
  probe.style.position = 'absolute';
  probe.style.visibility = 'hidden';
  element.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width / 100;
}
