import type { HistoryLine } from '../../oci/index.ts';
import { visible } from '../kit/visible.ts';
import { type HistoryText, historyText } from './historyText.ts';
import { type Arguments, joinedShell, readArguments } from './instructionArguments.ts';

/** One step of a build, with the state that earlier steps have set. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly line: HistoryLine;
  /** The shell set by earlier SHELL instructions, as history writes it; '' if none. */
  readonly shell: string;
  /** Reports whether an earlier ARG declared a build argument. */
  readonly isDeclared: (name: string) => boolean;
}

/** A step in Dockerfile syntax. Only the text of a RUN may have several lines; control characters are escaped. */
export interface Instruction extends Arguments {
  /** '' if the step is not an instruction: then `text` is the builder's own text, possibly of several lines. */
  readonly keyword: string;
  /** True if `text` is a command for a POSIX shell or a similar one. */
  readonly isScript: boolean;
  /** Further facts, each shown as a comment before the instruction. */
  readonly remarks: readonly string[];
}

const maxCommentLength = 200;
const maxLineLength = 2000;

/** Returns the steps of a history, base first. Scans each line for SHELL and ARG only; parsing is left to `readInstruction`. */
export function readSteps(lines: readonly HistoryLine[], configShell?: readonly string[]): readonly Step[] {
  let shell = '';
  const declared = new Map<string, number>();
  const setShell = configShell?.join(' ') ?? '';
  const steps = lines.map((line, index): Step => {
    const before = shell;
    const createdBy = line.entry?.createdBy ?? '';
    if (/(^|#\(nop\)\s+)(SHELL|ARG)\s/.test(createdBy.slice(0, 1000))) {
      const { instruction, text } = historyText(createdBy, shell);
      if (instruction === 'SHELL') shell = joinedShell(text);
      if (instruction === 'ARG') declare(declared, text, index);
    }
    return {
      number: index + 1,
      line,
      shell: before,
      isDeclared: (name) => (declared.get(name) ?? Number.POSITIVE_INFINITY) < index,
    };
  });
  // A base image may have set a shell without recording it in the history.
  return shell === '' && setShell !== '' ? steps.map((step) => ({ ...step, shell: setShell })) : steps;
}

/** Returns a step as a Dockerfile instruction if its history can be parsed, else the text of the builder. */
export function readInstruction({ line: { entry }, shell, isDeclared }: Step): Instruction {
  const createdBy = entry?.createdBy ?? '';
  const comment = entry?.comment ?? '';
  const read = historyText(createdBy, shell);
  const remarks = /^FROM (?![0-9a-f]{12,64}$)\S+$/.test(comment) ? [visible(comment)] : [];
  const keyword = read.instruction;
  if (keyword === 'RUN') {
    const isScript = !/^(\[|(cmd|powershell|pwsh)\b)/i.test(read.shell ?? read.text);
    const all = [...remarks, ...runRemarks(read, shell, isDeclared)];
    return { keyword, text: visible(read.text, true), unknown: '', isScript, remarks: all };
  }
  const stated = keyword === '' ? undefined : readArguments(keyword, read.text);
  if (stated) return { keyword, text: visible(stated.text), unknown: stated.unknown, isScript: false, remarks };
  const text = keyword === '' ? builderText(read.text, comment) : visible(`${keyword} ${read.text}`);
  return { keyword: '', text, unknown: '', isScript: false, remarks };
}

/** Returns a step on one line, cut to `maxLineLength`; '' if nothing is known about it. */
export function stepLine(step: Step): string {
  if (!step.line.entry?.createdBy && !step.line.entry?.comment) return '';
  const { keyword, text } = readInstruction(step);
  return `${keyword} ${text}`.slice(0, maxLineLength).replace(/\s+/g, ' ').trim();
}

function builderText(createdBy: string, comment: string): string {
  const note = /^(buildkit\.|FROM )/.test(comment) || comment.length > maxCommentLength ? '' : comment;
  if (createdBy === '') return visible(comment, true) || 'no build history recorded';
  return visible(note === '' ? createdBy : `${createdBy} (${note})`, true);
}

function declare(declared: Map<string, number>, text: string, index: number): void {
  for (const word of text.split(/\s+/)) {
    const name = word.replace(/=.*/s, '');
    if (!declared.has(name)) declared.set(name, index);
  }
}

function runRemarks(
  { text, args = '', shell }: HistoryText,
  setShell: string,
  isDeclared: Step['isDeclared'],
): readonly string[] {
  const names = [...args.matchAll(/(?:^|\s)([A-Za-z_]\w*)=/g)].flatMap(([, name = '']) =>
    isDeclared(name) ? [] : name,
  );
  const isUsual = shell === undefined || shell === setShell || /^(\/bin\/sh -c|cmd \/S \/C)$/.test(shell);
  return [
    ...(names.length > 0 ? [`with the build argument ${visible(names.join(', '))}`] : []),
    ...(isUsual ? [] : [`in the shell ${shell}`]),
    ...(/^\/dev\/pipes\/\S+$/.test(text) ? ['a script of the Dockerfile that the history does not have'] : []),
  ];
}
