/** A history line as a Dockerfile would have it: its instruction, '' if it has none, and the rest. */
export interface HistoryText {
  readonly instruction: string;
  readonly text: string;
  /** The build arguments of a RUN as written, `A=1 B=2`. */
  readonly args: string | undefined;
  /** The shell that a RUN was given to. */
  readonly shell: string | undefined;
}

const instructions =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+/;
const usualShell = String.raw`\/(?:usr\/)?(?:local\/)?bin\/\w*sh(?: -[\w-]*o \w+| -[\w-]+)*? -\w*c|cmd(?:\.exe)? \/S \/C`;
const leadingShell = new RegExp(`^(?:${usualShell})(?=\\s)`);
const laterShell = new RegExp(`(?<= )(?:${usualShell})(?=\\s)`, 'g');
const nop = /^#\(nop\)\s*/;

/**
 * Reads `created_by` as the builders write it: docker's `/bin/sh -c #(nop)  CMD …`, BuildKit's `RUN … # buildkit`. `shell`
 * is what SHELL has set before it, its words joined by spaces; '' if nothing has. Takes time as the text is long.
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

/** The classic builder names the shell that SHELL has just set: `/bin/bash -c #(nop)  SHELL [/bin/bash -c]`. */
function shellSetBy(line: string): string | undefined {
  const at = line.indexOf(' #(nop)');
  if (at < 0 || !line.endsWith(']')) return undefined;
  const [, inner] = /^#\(nop\) +SHELL \[(.*)\]$/s.exec(line.slice(at + 1)) ?? [];
  return inner === line.slice(0, at) ? inner : undefined;
}

/** Splits `[|2 A=1 B=2 ]<shell> <text>`: the shell is the first behind as many build arguments as are counted. */
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

/** A RUN in exec form has no shell: as many words as counted are its build arguments. */
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
