import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import styles from './find.module.css';
import { Marked } from './Marked.tsx';
import type { Found } from './rank.ts';

/** One result. It handles the pointer; the input handles the keys. */
export function Option({
  found: { action, nameMarks, factMarks },
  id,
  isChosen,
  onPoint,
  onRun,
}: {
  readonly found: Found;
  readonly id: string;
  readonly isChosen: boolean;
  readonly onPoint: () => void;
  readonly onRun: () => void;
}) {
  const { name, fact, icon, key } = action;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input keeps the focus and handles Enter
    // biome-ignore lint/a11y/useFocusableInteractive: it is the active descendant of the input
    <div
      role="option"
      id={id}
      aria-selected={isChosen}
      className={styles.option}
      onPointerMove={isChosen ? undefined : onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      {icon ? <Icon name={icon} /> : <span className={styles.noIcon} />}
      <span className={styles.name}>
        {nameMarks.length > 0 ? <Marked text={name} marks={nameMarks} /> : <MiddleText text={name} />}
      </span>
      {fact ? (
        <span className={styles.fact} title={fact}>
          {' '}
          <Marked text={fact} marks={factMarks} />
        </span>
      ) : null}
      {key ? (
        <>
          {' '}
          <kbd className={`${parts.key} ${styles.key}`}>{key}</kbd>
        </>
      ) : null}
    </div>
  );
}
