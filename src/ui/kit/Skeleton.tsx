import { usePatience } from './media.ts';
import styles from './Skeleton.module.css';

/** Placeholder lines for content that takes longer than a moment to load. */
export function Skeleton() {
  return usePatience() ? (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {[72, 48, 60, 36].map((width) => (
        <span key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  ) : null;
}
