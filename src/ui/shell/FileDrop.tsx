import { useEffect, useState } from 'react';
import { frameMessages } from '../messages/shell.ts';
import { useEnvironment } from '../state/environment.ts';
import { addIncoming, type Incoming } from '../state/incoming.ts';
import { useNavigation } from '../state/navigation.ts';
import styles from './FileDrop.module.css';

/** Accepts files dropped anywhere on the page and opens the import page with them. */
export function FileDrop() {
  const { window } = useEnvironment();
  const { go } = useNavigation();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      // Otherwise the browser navigates to the file.
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
      const dropped = readDropped(event.dataTransfer);
      if (dropped.length === 0) return;
      addIncoming(window, dropped);
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
  return isOver ? <div className={styles.over}>{frameMessages.dropFiles}</div> : null;
}

/** Returns the dropped files or folders. Call it in the drop event: the browser empties the object afterwards. */
function readDropped({ items, files }: DataTransfer): Incoming {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.());
  return entries.some((entry) => entry?.isDirectory)
    ? entries.filter((entry) => entry !== null && entry !== undefined)
    : [...files];
}
