import { Fact } from '../../kit/Fact.tsx';
import { Icon } from '../../kit/icons.tsx';
import parts from '../../kit/parts.module.css';
import { findingMessages } from '../../messages/findings.ts';
import type { NodeProps } from '../paneProps.ts';
import { specKind } from '../specKind.ts';
import styles from './DocumentFact.module.css';
import { useFindings } from './useFindings.ts';

/** Shows if the selected document follows its specification, with links to the findings in its raw text. */
export function DocumentFact(props: NodeProps) {
  const { selection, linkTo } = props;
  const findings = useFindings(props);
  const kind = specKind(selection);
  if (!findings || !kind) return null;
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  const violations = findings.length - notes;
  const href = `${linkTo(selection.node.path)}&tab=raw`;
  return (
    <Fact term={findingMessages.term} title={findingMessages.termTitle}>
      <span className={styles.chips}>
        {violations > 0 ? (
          <a href={href} className={`${parts.chip} ${parts.warn}`}>
            <Icon name="warning" /> {findingMessages.findings(violations)}
          </a>
        ) : (
          findingMessages.valid(kind)
        )}
        {notes > 0 ? (
          <a href={href} className={parts.chip}>
            {findingMessages.notes(notes)}
          </a>
        ) : null}
      </span>
    </Fact>
  );
}
