/** A history line split into its Dockerfile instruction ('' if it has none) and its arguments. */
export interface HistoryText {
  readonly instruction: string;
  readonly text: string;
  /** The build arguments of a RUN as written, `A=1 B=2`. */
  readonly args: string | undefined;
  /** The shell that executed a RUN. */
  readonly shell: string | undefined;
}

const instructions =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+/;
const usualShell = String.raw`\/(?:usr\/)?(?:local\/)?bin\/\w*sh(?: -[\w-]*o \w+| -[\w-]+)*? -\w*c|cmd(?:\.exe)? \/S \/C`;
const leadingShell = new RegExp(`^(?:${usualShell})(?=\\s)`);
const laterShell = new RegExp(`(?<= )(?:${usualShell})(?=\\s)`, 'g');
const nop = /^#\(nop\)\s*/;

/**
 * Parses `created_by` in the formats of the builders: Docker's `/bin/sh -c #(nop)  CMD …`, BuildKit's `RUN … # buildkit`.
 * `shell` is the shell set by an earlier SHELL, its words joined by spaces; '' without one. Runs in linear time.
 */
export function historyText(createdBy: string, shell = ''): HistoryText {
  const line = createdBy.replace(/\s# buildkit$/, '').trim();
  const set = shellSetBy(line);
  if (set !== undefined) return stated(`SHELL [${set}]`);
  const run = /^RUN\s+/.exec(line)?.[0] ?? '';
  const command = line.slice(run.length);
  const given = givenTo(command, shell);
  if (!given) return nop.test(line) ? stated(line.replace(nop, '')) : withoutShell(run, command);
  // kaniko: `RUN /bin/bash -c "…"` is the Dockerfile's own text: the shell and the quotes are part of the command.
  if (run !== '' && line === createdBy.trim() && given.shell !== shell && /^["']/.test(given.text)) return stated(line);
  if (run === '' && nop.test(given.text)) return stated(given.text.replace(nop, ''));
  return { instruction: 'RUN', ...given };
}

/** Returns the shell that a SHELL step of the classic builder sets: `/bin/bash -c #(nop)  SHELL [/bin/bash -c]`. */
function shellSetBy(line: string): string | undefined {
  const at = line.indexOf(' #(nop)');
  if (at < 0 || !line.endsWith(']')) return undefined;
  const [, inner] = /^#\(nop\) +SHELL \[(.*)\]$/s.exec(line.slice(at + 1)) ?? [];
  return inner === line.slice(0, at) ? inner : undefined;
}

/** Splits `[|2 A=1 B=2 ]<shell> <text>`: the shell is the first one after the stated number of build arguments. */
function givenTo(command: string, shell: string): Omit<HistoryText, 'instruction'> | undefined {
  const counted = /^\|(\d{1,4}) /.exec(command);
  if (!counted) {
    const found = shell !== '' && command.startsWith(`${shell} `) ? shell : leadingShell.exec(command)?.[0];
    return found === undefined
      ? undefined
      : { args: undefined, shell: found, text: command.slice(found.length).trim() };
  }
  const from = endOfNames(command, Number(counted[1]));
  const found = from === undefined ? undefined : findShell(command, from, shell);
  if (!found) return undefined;
  return {
    args: command.slice(counted[0].length, found.at).trim(),
    shell: found.shell,
    text: command.slice(found.at + found.shell.length).trim(),
  };
}

/** Returns where the last of `count` `NAME=` arguments ends; values may have spaces. Undefined if there are fewer. */
function endOfNames(command: string, count: number): number | undefined {
  const name = / [^\s=]+=/g;
  for (let left = count; left > 0; left--) if (!name.test(command)) return undefined;
  return name.lastIndex;
}

function findShell(
  command: string,
  from: number,
  shell: string,
): { readonly at: number; readonly shell: string } | undefined {
  const scan = new RegExp(laterShell);
  scan.lastIndex = from;
  const usual = scan.exec(command);
  const known = shell === '' ? 0 : command.indexOf(` ${shell} `, from) + 1;
  if (known > 0 && (!usual || known <= usual.index)) return { at: known, shell };
  return usual ? { at: usual.index, shell: usual[0] } : undefined;
}

/** Splits a RUN in exec form, which has no shell: the stated number of words are its build arguments. */
function withoutShell(run: string, command: string): HistoryText {
  const count = Number(/^\|(\d{1,3}) /.exec(command)?.[1] ?? 0);
  const [, ...words] = command.split(' ', count + 1);
  if (count === 0 || words.length < count || !words.every((word) => word.includes('='))) return stated(run + command);
  const args = words.join(' ');
  return { instruction: 'RUN', text: command.slice(`|${count} ${args} `.length).trim(), args, shell: undefined };
}

function stated(line: string): HistoryText {
  const instruction = instructions.exec(line)?.[1] ?? '';
  return { instruction, text: line.slice(instruction.length).trim(), args: undefined, shell: undefined };
}
