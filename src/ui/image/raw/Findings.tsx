import type { Finding } from '../../../oci/index.ts';
import { formatCount } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import parts from '../../kit/parts.module.css';
import { imageSpec } from './mediaTypePages.ts';
import styles from './RawView.module.css';
import type { JudgedLines } from './useRawFindings.ts';

const maxShown = 300;

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
        {countWords(findings)}
      </h2>
      <ol>
        {findings.map((finding, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings have no name but their place, and may be equal
          <li key={index} aria-current={judged.chosen === index ? 'true' : undefined}>
            <button type="button" onClick={() => judged.choose(index)}>
              <span>
                {finding.severity === 'note' ? <b className={parts.muted}>Note: </b> : null}
                {shorten(finding.rule)}
              </span>
              <span className={`${parts.mono} ${parts.muted}`}>{placeOf(finding, judged.lineOf[index])}</span>
            </button>
            <a href={pageOf(finding)} rel="noopener noreferrer" target="_blank">
              {finding.section.replace(/^https:\/\//, '')}
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What breaks a rule, and what is merely unusual. */
function countWords(findings: readonly Finding[]): string {
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  const broken = findings.length - notes;
  const words = [broken > 0 ? formatCount(broken, 'finding') : '', notes > 0 ? formatCount(notes, 'note') : ''];
  return words.filter((word) => word !== '').join(', ');
}

/** Sections of other documents than the image-spec are whole addresses. */
function pageOf({ section }: Finding): string {
  return section.startsWith('https://') ? section : `${imageSpec}/${section}`;
}

function placeOf({ path }: Finding, line: number | undefined): string {
  const where = path === '' ? 'the document' : shorten(path);
  return line === undefined ? where : `${where} · line ${line + 1}`;
}

/** Rules and places may hold names from the document, however long. */
function shorten(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
