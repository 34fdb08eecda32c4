import type { Finding } from '../../../oci/index.ts';
import { Icon } from '../../kit/icons.tsx';
import parts from '../../kit/parts.module.css';
import { findingMessages } from '../../messages/findings.ts';
import { imageSpec } from './mediaTypePages.ts';
import styles from './RawView.module.css';
import type { FindingLines } from './useRawFindings.ts';

const maxShown = 300;

/** Lists the findings of a document: the rule, its place in the text (a button), and the section of the specification. */
export function Findings({
  findings,
  findingLines,
}: {
  readonly findings: readonly Finding[];
  readonly findingLines: FindingLines;
}) {
  if (findings.length === 0) {
    return (
      <p className={`${styles.noFindings} ${parts.muted}`}>
        <Icon name="check" className={parts.ok} />
        {findingMessages.none}
      </p>
    );
  }
  return (
    <section className={styles.findings} aria-labelledby="findings">
      <h2 id="findings">
        <Icon name="warning" className={parts.warn} />
        {findingCounts(findings)}
      </h2>
      <ol>
        {findings.map((finding, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity but their position, and may be equal
          <li key={index} aria-current={findingLines.chosen === index ? 'true' : undefined}>
            <button type="button" onClick={() => findingLines.choose(index)}>
              <span>
                {finding.severity === 'note' ? <b className={parts.muted}>{findingMessages.notePrefix}</b> : null}
                {shorten(finding.rule)}
              </span>
              <span className={`${parts.mono} ${parts.muted}`}>{placeOf(finding, findingLines.lineOf[index])}</span>
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

/** Counts findings and notes. */
function findingCounts(findings: readonly Finding[]): string {
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  return findingMessages.counts(findings.length - notes, notes);
}

/** Sections outside of the image-spec are full URLs. */
function pageOf({ section }: Finding): string {
  return section.startsWith('https://') ? section : `${imageSpec}/${section}`;
}

function placeOf({ path }: Finding, line: number | undefined): string {
  const place = path === '' ? findingMessages.document : shorten(path);
  return line === undefined ? place : findingMessages.placeInText(place, line + 1);
}

/** Rules and paths may hold names from the document of any length. */
function shorten(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
