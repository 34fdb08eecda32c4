import type { HistoryLine } from '../../oci/index.ts';
import { visible } from '../kit/visible.ts';
import { type HistoryText, historyText } from './historyText.ts';
import { type Arguments, joinedShell, readArguments } from './instructionArguments.ts';

/** One step of an image's making, with what the steps before it tell of it. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly line: HistoryLine;
  /** The shell set by earlier SHELL instructions, as history writes it; '' if none. */
  readonly shell: string;
  /** Reports whether an earlier ARG declared a build argument. */
  readonly isDeclared: (name: string) => boolean;
}

/** A step as a Dockerfile would state it. Only a RUN has a text of several lines; control characters are made visible. */
export interface Instruction extends Arguments {
  /** '' where the step is no instruction: then `text` is what the builder says of it, maybe in several lines. */
  readonly keyword: string;
  /** `text` is a command for a POSIX shell or a similar one. */
  readonly isScript: boolean;
  /** Further facts, each shown as a comment before the instruction. */
  readonly remarks: readonly string[];
}

const maxCommentLength = 200;
const maxLineLength = 2000;

/** The steps of a history, base first. Costs one look at each; none is read until it is shown. */
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
  // A base image may have set its shell and said nothing of it.
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
  const text = keyword === '' ? ownWords(read.text, comment) : visible(`${keyword} ${read.text}`);
  return { keyword: '', text, unknown: '', isScript: false, remarks };
}

/** A step on one line, cut where it is longer than anyone reads in a row; '' if nothing is known about it. */
export function stepLine(step: Step): string {
  if (!step.line.entry?.createdBy && !step.line.entry?.comment) return '';
  const { keyword, text } = readInstruction(step);
  return `${keyword} ${text}`.slice(0, maxLineLength).replace(/\s+/g, ' ').trim();
}

function ownWords(createdBy: string, comment: string): string {
  const said = /^(buildkit\.|FROM )/.test(comment) || comment.length > maxCommentLength ? '' : comment;
  if (createdBy === '') return visible(comment, true) || 'no build history recorded';
  return visible(said === '' ? createdBy : `${createdBy} (${said})`, true);
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
