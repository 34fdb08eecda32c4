const shortLine = 80;
const indent = '    ';
const argumentIndent = 8;
const deepestIndent = 12;

/**
 * A shell command on several lines, each but the last ended by a backslash. A Dockerfile joins them again, so a line is broken
 * only where one more space changes nothing: before `&&` and `||`, behind `;`, and where tabs or several spaces tell that the
 * author had broken it there. Never inside quotes, `$(…)`, `${…}` or backticks, and not behind a `#`, which would begin a
 * comment. What cannot be read for sure stays on its line. Costs one pass over the text.
 */
export function breakLines(script: string): string {
  if (script.length <= shortLine || /\n|<<|\\$/.test(script)) return script;
  const breaks = findBreaks(script);
  if (!breaks) return script;
  let from = 0;
  let text = '';
  for (const { at, end, width } of breaks) {
    text += `${script.slice(from, at).trimEnd()} \\\n${' '.repeat(Math.min(Math.max(width, indent.length), deepestIndent))}`;
    from = end;
  }
  return text + script.slice(from);
}

interface Break {
  /** Where the line ends, and where the next begins. */
  readonly at: number;
  readonly end: number;
  readonly width: number;
}

const tokens =
  /\\.|\$'|\$\(|\$\{|["'`(){}]|(?<=^|[\s;&|(])#|[ \t]*(?:&&|\|\|)[ \t]*|;;?&?[ \t]*|[ \t]{2,}|\t|(?<![\w-])case(?=\s)/gs;

/** Undefined where the text is no shell command that can be read so simply. */
function findBreaks(script: string): readonly Break[] | undefined {
  const breaks: Break[] = [];
  /** What would end each thing that is open, outermost first. */
  const open: string[] = [];
  const scan = new RegExp(tokens);
  for (let match = scan.exec(script); match; match = scan.exec(script)) {
    const [found] = match;
    const inner = open.at(-1);
    if (found.startsWith('\\')) continue;
    if (found === inner) open.pop();
    else if (inner === '`') continue;
    else if (opens[found] !== undefined) open.push(opens[found]);
    else if (inner === '"') continue;
    else if (found === "'") {
      const end = script.indexOf("'", match.index + 1);
      if (end < 0 || inner === '}') return undefined;
      scan.lastIndex = end + 1;
    } else if (found === "$'" || (inner === '}' && found === '"')) return undefined;
    else if (found === '"') open.push(found);
    else if (inner === undefined && found === '#') return breaks;
    else if (inner === undefined) addBreak(breaks, script, found, match.index);
    // A `)` of a case pattern would end a substitution too early.
    else if (found === 'case') return undefined;
    else if (found === '(' && inner === ')') open.push(')');
  }
  return open.length === 0 ? breaks : undefined;
}

/** What begins inside double quotes too. */
const opens: Readonly<Partial<Record<string, string>>> = { '`': '`', '$(': ')', '${': '}' };

function addBreak(breaks: Break[], script: string, found: string, index: number): void {
  const end = index + found.length;
  const [, before = '', sign = '', after = ''] = /^([ \t]*)(\S*)([ \t]*)$/.exec(found) ?? [];
  if (/^[(){}]|^case$/.test(sign) || end >= script.length || script[end] === '#') return;
  const isAhead = (sign === '&&' || sign === '||') && !/\t| {2}/.test(after);
  if (isAhead) breaks.push({ at: index, end: index + before.length, width: 0 });
  else {
    // An argument stands deeper than the next command.
    const least = sign === '' && script[end] !== ';' ? argumentIndent : 0;
    breaks.push({ at: index + before.length + sign.length, end, width: Math.max(least, widthOf(after || before)) });
  }
}

/** The author's own indent: what stands behind the space that was before the backslash. */
function widthOf(space: string): number {
  return space.replace(/^ /, '').replaceAll('\t', indent).length;
}
