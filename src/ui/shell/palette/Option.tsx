import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { Marked } from './Marked.tsx';
import styles from './Palette.module.css';
import type { Found } from './rank.ts';

/** One of what was found. The keys are those of the input; this is for the pointer. */
export function Option({
  found: { offer, nameMarks, factMarks },
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
  const { name, fact, icon, key } = offer;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input, which keeps the focus, does the same
    // biome-ignore lint/a11y/useFocusableInteractive: the input names it as its active descendant
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
