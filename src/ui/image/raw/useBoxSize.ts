import { useLayoutEffect, useState } from 'react';
import { useEnvironment } from '../../state/environment.ts';

/** The inner size of an element and the width of a monospace character in it. */
export interface BoxSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly characterPx: number;
}

/** Measures an element and follows its size; undefined before it is drawn. */
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
