import type { HistoryLine } from '../../oci/index.ts';
import { type HistoryText, historyText } from '../historyText.ts';
import { visible } from '../visible.ts';
import { type Arguments, readArguments } from './instructionArguments.ts';

/** One step of an image's making, with what the steps before it tell of it. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly line: HistoryLine;
  /** What SHELL has set before it, as history writes it; '' where nothing has. */
  readonly shell: string;
  /** Whether an ARG before it has declared a build argument. */
  readonly isDeclared: (name: string) => boolean;
}

/** A step as a Dockerfile would state it. Only a RUN has a text of several lines; control characters are made visible. */
export interface Instruction extends Arguments {
  /** '' where the step is no instruction: then `text` is what the builder says of it, maybe in several lines. */
  readonly keyword: string;
  /** Whether `text` is a command for a POSIX shell, or one much like it. */
  readonly isScript: boolean;
  /** What is known of it besides, each to stand before it as a comment. */
  readonly remarks: readonly string[];
}

const longestComment = 200;
const usualShell = '/bin/sh -c';

/** The steps of a history, base first. Costs one look at each; none is read until it is shown. */
export function readSteps(lines: readonly HistoryLine[], configShell?: readonly string[]): readonly Step[] {
  let shell = '';
  const declared = new Map<string, number>();
  const setShell = configShell?.join(' ') ?? '';
  const steps = lines.map((line, index): Step => {
    const before = shell;
    const createdBy = line.entry?.createdBy ?? '';
    if (/(^|#\(nop\)\s+)(SHELL|ARG)\s/.test(createdBy.slice(0, 1000))) {
      const { instruction, text } = readText(createdBy, shell);
      if (instruction === 'SHELL') shell = /^\[(.*)\]$/s.exec(text)?.[1] ?? '';
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

/** What a step says, in the words of a Dockerfile where it can be told, else in the builder's own. */
export function readInstruction({ line: { entry }, shell, isDeclared }: Step): Instruction {
  const createdBy = entry?.createdBy ?? '';
  const comment = entry?.comment ?? '';
  const read = readText(createdBy, shell);
  const base = /^FROM (?![0-9a-f]{12,64}$)\S+$/.test(comment) ? [visible(comment)] : [];
  const keyword = read.instruction;
  if (keyword === '') {
    return { keyword, text: ownWords(read.text, comment), unknown: '', isScript: false, remarks: base };
  }
  if (keyword === 'RUN') {
    const run = withoutArguments(read);
    const remarks = [...base, ...runRemarks(run, shell, isDeclared)];
    const isScript = !/^(\[|(cmd|powershell|pwsh)\b)/i.test(run.shell ?? run.text);
    return { keyword, text: visible(run.text, true), unknown: '', isScript, remarks };
  }
  return { keyword, ...readArguments(keyword, visible(read.text)), isScript: false, remarks: base };
}

function ownWords(createdBy: string, comment: string): string {
  const said = /^(buildkit\.|FROM )/.test(comment) || comment.length > longestComment ? '' : comment;
  if (createdBy === '') return visible(comment, true) || 'nothing is said of this step';
  return visible(said === '' ? createdBy : `${createdBy} (${said})`, true);
}

function declare(declared: Map<string, number>, text: string, index: number): void {
  for (const word of text.split(/\s+/)) {
    const name = word.replace(/=.*/s, '');
    if (!declared.has(name)) declared.set(name, index);
  }
}

/** `historyText`, where SHELL has set a shell that it does not know, and where a Dockerfile's own text is the history. */
function readText(createdBy: string, shell: string): HistoryText {
  const at = shell === '' ? -1 : createdBy.indexOf(`${shell} `);
  if (at >= 0 && /^(RUN )?(\|\d+ .* )?$/s.test(createdBy.slice(0, at))) {
    return { ...historyText(`${createdBy.slice(0, at)}${usualShell}${createdBy.slice(at + shell.length)}`), shell };
  }
  const read = historyText(createdBy);
  // kaniko: `RUN /bin/bash -c "…"` as it is in the Dockerfile, where the shell and the quotes are both part of the command.
  const isOwnText = read.shell !== undefined && /^["']/.test(read.text) && /^RUN\s(?!.*\s# buildkit$)/s.test(createdBy);
  return isOwnText ? { ...read, text: createdBy.replace(/^RUN\s+/, ''), shell: undefined } : read;
}

/** A RUN in exec form has no shell between its build arguments and its command: so many words as are counted, `|2 A=1 B=2 …`. */
function withoutArguments(read: HistoryText): HistoryText {
  const count = Number(/^\|(\d{1,3}) /.exec(read.text)?.[1] ?? 0);
  const [, ...words] = read.text.split(' ', count + 1);
  if (count === 0 || words.length < count || !words.every((word) => word.includes('='))) return read;
  const args = words.join(' ');
  return { ...read, args, text: read.text.slice(`|${count} ${args} `.length) };
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
