import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { isPaletteKey, paletteKey } from '../actions/paletteKey.ts';
import { Dialog } from '../kit/Dialog.tsx';
import styles from '../kit/frame.module.css';
import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import { paletteButtonMessages } from '../messages/shell.ts';
import { useEnvironment } from '../state/environment.ts';

const Palette = lazy(() => import('./palette/Palette.tsx').then(({ Palette }) => ({ default: Palette })));

/** Opens the command palette. Text typed before its list has loaded is used as its query. */
export function PaletteButton() {
  const { window } = useEnvironment();
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isPaletteKey(window, event)) return;
      event.preventDefault();
      if (!window.document.querySelector('dialog[open]')) setOpen(true);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [window]);
  return (
    <>
      <button type="button" className={styles.paletteButton} onClick={() => setOpen(true)}>
        <span className={parts.hidden}>{paletteButtonMessages.title}</span>
        <Icon name="search" />
        <kbd className={parts.key}>{paletteKey(window)}</kbd>
      </button>
      {isOpen ? (
        <Dialog
          title={paletteButtonMessages.title}
          size="large"
          isPalette
          initialFocus={input}
          onClose={() => setOpen(false)}
        >
          <input ref={input} className={styles.paletteInput} />
          <Suspense>
            <Palette input={input} />
          </Suspense>
        </Dialog>
      ) : null}
    </>
  );
}
