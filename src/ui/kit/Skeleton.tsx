import { usePatience } from './media.ts';
import styles from './Skeleton.module.css';

/** Lines in the place of what is on its way and takes its time. */
export function Skeleton() {
  return usePatience() ? (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {[72, 48, 60, 36].map((width) => (
        <span key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  ) : null;
}
