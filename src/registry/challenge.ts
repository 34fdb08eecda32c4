/** One challenge of a `WWW-Authenticate` header. Scheme and parameter names are in lower case; the first of duplicates counts. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const maxHeaderLength = 16 * 1024;
const token = /[!#$%&'*+.^_`|~\w-]+/y;
const parameter = /([!#$%&'*+.^_`|~\w-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~\w/:-]+))/y;
const space = /[ \t]+/y;
const between = /[ \t,]*/y;
const token68 = /[\w.~+/-]+=*(?=[ \t]*(?:,|$))/y;

/**
 * Parses all challenges of a header, also of several headers joined by commas (RFC 9110 §11.6.1). Stops at the first syntax error
 * and returns the challenges before it. Returns an empty list for a header over 16 KiB.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  if (header.length > maxHeaderLength) return challenges;
  let position = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(header);
    if (match) position = pattern.lastIndex;
    return match;
  };
  for (read(between); position < header.length; read(between)) {
    const found = challenges.length > 0 ? read(parameter) : null;
    if (found) {
      const [, name = '', quoted, plain = ''] = found;
      const { parameters } = challenges.at(-1) ?? { parameters: new Map<string, string>() };
      const key = name.toLowerCase();
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain);
      continue;
    }
    const scheme = read(token);
    // A malformed parameter is not a scheme.
    if (!scheme || /^[ \t]*=/.test(header.slice(position, position + 8))) break;
    challenges.push({ scheme: scheme[0].toLowerCase(), parameters: new Map() });
    // A scheme followed by token68 has no parameters.
    const start = position;
    if (!read(space) || read(parameter)) position = start;
    else read(token68);
  }
  return challenges;
}
