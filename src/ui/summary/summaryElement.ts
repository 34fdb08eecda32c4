import { isHttps } from '../kit/isHttps.ts';
import middle from '../kit/MiddleText.module.css';
import { makeElement } from '../kit/makeElement.ts';
import parts from '../kit/parts.module.css';
import styles from './Summary.module.css';
import type { SummaryRow, SummarySection, SummaryText } from './summaryOf.ts';

/** Draws a summary without the framework, so that it can be shown before the page's scripts have run. */
export function summaryElement(document: Document, sections: readonly SummarySection[]): HTMLElement {
  return makeElement(
    document,
    'div',
    styles.summary,
    ...sections.map(({ heading, rows }) =>
      makeElement(
        document,
        'section',
        undefined,
        makeElement(document, 'h2', undefined, heading),
        factsElement(document, rows),
      ),
    ),
  );
}

/** Draws facts as a definition list. */
export function factsElement(document: Document, rows: readonly SummaryRow[]): HTMLElement {
  return makeElement(
    document,
    'dl',
    styles.facts,
    ...rows.map(({ term, lines }) =>
      makeElement(
        document,
        'div',
        undefined,
        makeElement(document, 'dt', undefined, term),
        makeElement(
          document,
          'dd',
          undefined,
          ...lines.map((line) =>
            makeElement(document, 'div', undefined, ...line.map((text) => textNode(document, text))),
          ),
        ),
      ),
    ),
  );
}

const digestTail = 6;

/** Draws a digest that is cut in the middle where it does not fit. */
function digestNode(document: Document, digest: string): Node {
  const [head, tail] = [digest.slice(0, -digestTail), digest.slice(-digestTail)];
  return makeElement(
    document,
    'span',
    `${middle.middle} ${parts.mono}`,
    makeElement(document, 'span', middle.head, head),
    makeElement(document, 'span', middle.tail, tail),
  );
}

function textNode(document: Document, { text, look, href }: SummaryText): Node | string {
  if (look === 'digest') return digestNode(document, text);
  const className = look && parts[look];
  if (href === undefined) return className ? makeElement(document, 'span', className, text) : text;
  const link = makeElement(document, 'a', className, text);
  link.setAttribute('href', href);
  if (isHttps(href)) {
    link.setAttribute('rel', 'noopener noreferrer');
    link.setAttribute('target', '_blank');
  }
  return link;
}
