import { LongText } from '../LongText.tsx';
import { VirtualList } from './VirtualList.tsx';
import styles from './values.module.css';

const estimatedRowHeight = 20;

/** Shows the values of one fact in monospace, one per line, however many there are. */
export function ValueLines({ values }: { readonly values: readonly string[] }) {
  return (
    <VirtualList
      rows={values}
      keyOf={(_, index) => index}
      estimatedRowHeight={estimatedRowHeight}
      className={styles.lines}
    >
      {(value) => <LongText text={value} />}
    </VirtualList>
  );
}
