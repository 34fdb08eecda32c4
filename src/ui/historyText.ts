/** A history line as a Dockerfile would have it: its instruction, '' where none is known, and the rest. */
export interface HistoryText {
  readonly instruction: string;
  readonly text: string;
}

const instructions =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+/;

/** Reads `created_by` as the builders write it: docker's `/bin/sh -c #(nop)  CMD …`, BuildKit's `RUN … # buildkit`. */
export function historyText(createdBy: string): HistoryText {
  const line = createdBy.replace(/\s+# buildkit$/, '').trim();
  const nop = /^(?:\/bin\/sh -c|cmd \/S \/C)\s+#\(nop\)\s*(.*)$/s.exec(line);
  const shell = /^(?:RUN\s+)?(?:\|\d+ .*?)?\/bin\/sh -c\s+(.*)$/s.exec(line);
  const stated = nop?.[1] ?? (shell ? `RUN ${shell[1]}` : line);
  const instruction = instructions.exec(stated)?.[1] ?? '';
  return { instruction, text: stated.slice(instruction.length).trim() };
}

/** The same on one line. */
export function historyLine(createdBy: string): string {
  const { instruction, text } = historyText(createdBy);
  return `${instruction} ${text}`.replace(/\s+/g, ' ').trim();
}
