import { visible } from '../../kit/visible.ts';
import { readInstruction, type Step } from '../../tree/instructions.ts';

/** A step as lines of a Dockerfile, ready to show and copy. */
export interface StepText {
  /** Comment lines before the instruction, each with its `#`. */
  readonly remarks: readonly string[];
  /** '' for a comment. */
  readonly keyword: string;
  /** Text after the keyword and a space; without a keyword, full comment lines with their `#`. */
  readonly text: string;
  /** The part of `text` that the history does not record; see Instruction. */
  readonly unknown: string;
}

export function readStep(step: Step): StepText {
  const { keyword, text, unknown, remarks } = readInstruction(step);
  return {
    remarks: remarks.map(asComment),
    keyword,
    text: keyword === '' ? asComment(text) : toHeredoc(text),
    unknown,
  };
}

/** Returns the base image as a comment line, from the manifest's annotations; undefined if it states none. */
export function baseOf(annotations: Readonly<Record<string, string>> | undefined): string | undefined {
  const name = annotations?.['org.opencontainers.image.base.name'] ?? '';
  const digest = annotations?.['org.opencontainers.image.base.digest'] ?? '';
  if (name === '' && digest === '') return undefined;
  return asComment(visible(`FROM ${name === '' || digest === '' ? name + digest : `${name}@${digest}`}`));
}

/** Returns all steps as the text of a Dockerfile. */
export function dockerfileText(steps: readonly Step[], base: string | undefined): string {
  const lines = steps.map((step) => {
    const { remarks, keyword, text } = readStep(step);
    return [...remarks, keyword === '' ? text : `${keyword} ${text}`].join('\n');
  });
  return `${[...(base === undefined ? [] : [base]), ...lines].join('\n')}\n`;
}

/** Writes a script of several lines as a heredoc, so that none of its lines is read as an instruction. */
function toHeredoc(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = new Set(text.split('\n'));
  let end = 'EOF';
  while (lines.has(end)) end += '_';
  return `<<${end}\n${text}\n${end}`;
}

function asComment(text: string): string {
  return text.replace(/^(?!#)/gm, '# ');
}
