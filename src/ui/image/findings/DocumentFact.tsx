import type { DocumentKind } from '../../../oci/index.ts';
import { Fact } from '../../kit/Fact.tsx';
import { formatCount } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import parts from '../../kit/parts.module.css';
import type { PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import { specKind } from '../specKind.ts';
import styles from './DocumentFact.module.css';
import { useFindings } from './useFindings.ts';

/** Says whether the selected document follows its specification; the findings are listed beside its text. */
export function DocumentFact(props: PaneProps & { readonly selection: Selection }) {
  const { selection, linkTo } = props;
  const findings = useFindings(props);
  const kind = specKind(selection);
  if (!findings || !kind) return null;
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  const wrong = findings.length - notes;
  const href = `${linkTo(selection.node.path)}&tab=raw`;
  return (
    <Fact
      term="Spec check"
      title="Validated against the specification of its kind. It says nothing about signatures or about who made it."
    >
      <span className={styles.chips}>
        {wrong > 0 ? (
          <a href={href} className={`${parts.chip} ${parts.warn}`}>
            <Icon name="warning" /> {formatCount(wrong, 'finding')}
          </a>
        ) : (
          validWords(kind)
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

function validWords(kind: DocumentKind): string {
  if (kind === 'json') return 'Well-formed JSON';
  if (kind === 'schema1') return 'Valid (Docker image manifest, schema 1)';
  if (kind === 'artifact') return 'Valid (OCI artifact manifest)';
  return 'Valid (OCI image-spec)';
}
