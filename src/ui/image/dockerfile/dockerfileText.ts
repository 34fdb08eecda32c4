import { visible } from '../../kit/visible.ts';
import { readInstruction, type Step } from '../../tree/instructions.ts';
import { breakLines } from './breakLines.ts';

/** A step as lines of a Dockerfile, ready to be shown and copied. */
export interface StepText {
  /** Comment lines that stand before it, each with its `#`. */
  readonly remarks: readonly string[];
  /** '' for a comment. */
  readonly keyword: string;
  /** Behind the keyword and a space; whole lines of comment, with their `#`, where there is no keyword. */
  readonly text: string;
  /** The part of `text` that is not known: see Instruction. */
  readonly unknown: string;
}

export function readStep(step: Step): StepText {
  const { keyword, text, unknown, isScript, remarks } = readInstruction(step);
  return {
    remarks: remarks.map(asComment),
    keyword,
    text: keyword === '' ? asComment(text) : layOut(text, isScript),
    unknown,
  };
}

/** What the manifest says of the image that this one was built on; undefined where it says nothing. */
export function baseOf(annotations: Readonly<Record<string, string>> | undefined): string | undefined {
  const name = annotations?.['org.opencontainers.image.base.name'] ?? '';
  const digest = annotations?.['org.opencontainers.image.base.digest'] ?? '';
  if (name === '' && digest === '') return undefined;
  return asComment(visible(`FROM ${name === '' || digest === '' ? name + digest : `${name}@${digest}`}`));
}

/** All steps as one text. */
export function dockerfileText(steps: readonly Step[], base: string | undefined): string {
  const lines = steps.map((step) => {
    const { remarks, keyword, text } = readStep(step);
    return [...remarks, keyword === '' ? text : `${keyword} ${text}`].join('\n');
  });
  return `${[...(base === undefined ? [] : [base]), ...lines].join('\n')}\n`;
}

/** A script of several lines was a heredoc: as one, whatever is in it ends where it ends. */
function layOut(text: string, isScript: boolean): string {
  if (!text.includes('\n')) return isScript ? breakLines(text) : text;
  const lines = new Set(text.split('\n'));
  let end = 'EOF';
  while (lines.has(end)) end += '_';
  return `<<${end}\n${text}\n${end}`;
}

function asComment(text: string): string {
  return text.replace(/^(?!#)/gm, '# ');
}
