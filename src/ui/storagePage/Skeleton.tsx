import { usePatience } from '../media.ts';
import styles from './storage.module.css';

/** Stands where something is on its way that takes its time. */
export function Skeleton() {
  if (!usePatience()) return null;
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {[48, 100, 64, 72, 40].map((width) => (
        <span key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
