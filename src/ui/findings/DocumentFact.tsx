import type { DocumentKind } from '../../oci/index.ts';
import { formatCount } from '../format.ts';
import { Icon } from '../icons.tsx';
import { Fact } from '../pane/Facts.tsx';
import { judgedKind } from '../pane/judgedKind.ts';
import type { PaneProps } from '../pane/paneProps.ts';
import type { Selection } from '../pane/selection.ts';
import parts from '../parts.module.css';
import styles from './DocumentFact.module.css';
import { useFindings } from './useFindings.ts';

/** Whether anything is wrong with the selected document; what it is stands beside its text. */
export function DocumentFact(props: PaneProps & { readonly selection: Selection }) {
  const { selection, linkTo } = props;
  const findings = useFindings(props);
  const kind = judgedKind(selection);
  if (!findings || !kind) return null;
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  const wrong = findings.length - notes;
  const href = `${linkTo(selection.node.path)}&tab=raw`;
  return (
    <Fact term="Document" title="Judged by the specification of its kind">
      <span className={styles.chips}>
        {wrong > 0 ? (
          <a href={href} className={`${parts.chip} ${parts.warn}`}>
            <Icon name="warning" /> {formatCount(wrong, 'finding')}
          </a>
        ) : (
          rightWords(kind)
        )}
        {notes > 0 ? (
          <a href={href} className={parts.chip}>
            {formatCount(notes, 'note')}
          </a>
        ) : null}
      </span>
    </Fact>
  );
}

function rightWords(kind: DocumentKind): string {
  if (kind === 'json') return 'well-formed JSON';
  return kind === 'schema1' || kind === 'artifact'
    ? 'nothing wrong by its specification'
    : 'nothing wrong by the image-spec';
}
