import { useEffect, useState } from 'react';
import { useEnvironment } from '../state/environment.ts';
import { type Incoming, leaveIncoming } from '../state/incoming.ts';
import { useNavigation } from '../state/navigation.ts';
import styles from './FileDrop.module.css';

/** Files may be dropped anywhere: they are taken to the page of imports. */
export function FileDrop() {
  const { window } = useEnvironment();
  const { go } = useNavigation();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      // Else the browser opens the file in the place of this page.
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      const things = readDropped(event.dataTransfer);
      if (things.length === 0) return;
      leaveIncoming(window, things);
      if (window.location.hash !== '#view=import') go({ kind: 'other', name: 'view', value: 'import' });
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  });
  return isOver ? <div className={styles.over}>Drop to import</div> : null;
}

/** To be called while it is dropped: it is gone a moment later. */
function readDropped({ items, files }: DataTransfer): Incoming {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.());
  return entries.some((entry) => entry?.isDirectory)
    ? entries.filter((entry) => entry !== null && entry !== undefined)
    : [...files];
}
