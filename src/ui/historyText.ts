/** A history line as a Dockerfile would have it: its instruction, '' where none is known, and the rest. */
export interface HistoryText {
  readonly instruction: string;
  readonly text: string;
  /** Of a RUN: its build arguments as written, `|2 A=1 B=2 `, and the shell that it was given to. */
  readonly args: string | undefined;
  readonly shell: string | undefined;
}

const instructions =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+/;
const shells =
  /^(?:RUN\s+)?(\|\d+ .*? )?(\/(?:usr\/)?bin\/\w*sh(?: -\w+(?: pipefail)?)*? -\w*c|cmd \/S \/C)\s+(#\(nop\)\s*)?(.*)$/s;

/**
 * Reads `created_by` as the builders write it: docker's `/bin/sh -c #(nop)  CMD …`, BuildKit's `RUN … # buildkit`. Takes time
 * as the text is long, whatever is in it.
 */
export function historyText(createdBy: string): HistoryText {
  const line = createdBy.replace(/\s# buildkit$/, '').trim();
  const [, args, shell, nop, rest] = shells.exec(line) ?? [];
  const stated = shell && !nop ? `RUN ${rest}` : (rest ?? line);
  const instruction = instructions.exec(stated)?.[1] ?? '';
  return { instruction, text: stated.slice(instruction.length).trim(), args, shell };
}

/** The same on one line, cut where it is longer than anyone reads in a row. */
export function historyLine(createdBy: string): string {
  const { instruction, text } = historyText(createdBy);
  return `${instruction} ${text}`.slice(0, 2000).replace(/\s+/g, ' ').trim();
}
