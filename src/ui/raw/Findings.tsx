import type { Finding } from '../../oci/index.ts';
import { formatCount } from '../format.ts';
import { Icon } from '../icons.tsx';
import parts from '../parts.module.css';
import styles from './RawView.module.css';
import type { JudgedLines } from './useFindings.ts';

const imageSpec = 'https://github.com/opencontainers/image-spec/blob/v1.1.1/';
const mostShown = 300;

/** What is wrong with a document: the rule, the place, which choosing goes to, and where it is written. */
export function Findings({
  findings,
  judged,
}: {
  readonly findings: readonly Finding[];
  readonly judged: JudgedLines;
}) {
  if (findings.length === 0) {
    return (
      <p className={`${styles.noFindings} ${parts.muted}`}>
        <Icon name="check" className={parts.ok} />
        Nothing found against the image-spec
      </p>
    );
  }
  return (
    <section className={styles.findings} aria-labelledby="findings">
      <h2 id="findings">
        <Icon name="warning" className={parts.warn} />
        {formatCount(findings.length, 'finding')}
      </h2>
      <ol>
        {findings.map((finding, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings have no name but their place, and may be equal
          <li key={index} aria-current={judged.chosen === index ? 'true' : undefined}>
            <button type="button" onClick={() => judged.choose(index)}>
              <span>{shorten(finding.rule)}</span>
              <span className={`${parts.mono} ${parts.muted}`}>{placeOf(finding, judged.lineOf[index])}</span>
            </button>
            <a href={imageSpec + finding.section} rel="noopener noreferrer" target="_blank">
              {finding.section}
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function placeOf({ path }: Finding, line: number | undefined): string {
  const where = path === '' ? 'the document' : shorten(path);
  return line === undefined ? where : `${where} · line ${line + 1}`;
}

/** Rules and places may hold names from the document, however long. */
function shorten(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}
