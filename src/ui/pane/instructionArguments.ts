const shortHash = 8;

export interface Arguments {
  readonly text: string;
  /** The part of `text` that stands for what history does not know: `file:4b5f8335`, '' where there is none. */
  readonly unknown: string;
}

/**
 * The arguments of an instruction as a Dockerfile takes them. History has them as Go prints what the builder made of them:
 * `CMD ["a" "b"]`, `VOLUME [/data]`, `EXPOSE map[80/tcp:{}]` (moby/buildkit, frontend/dockerfile/dockerfile2llb/convert.go).
 * What cannot be told for sure stays as it is written.
 */
export function readArguments(keyword: string, text: string): Arguments {
  switch (keyword) {
    case 'ADD':
    case 'COPY':
      return readCopy(text);
    case 'CMD':
    case 'ENTRYPOINT':
      return { text: readList(text), unknown: '' };
    case 'SHELL':
      return { text: readShell(text), unknown: '' };
    case 'EXPOSE':
    case 'VOLUME':
    case 'USER':
    case 'STOPSIGNAL':
      return { text: readWords(text), unknown: '' };
    case 'ENV':
    case 'LABEL':
      return { text: quoteValue(text), unknown: '' };
    case 'HEALTHCHECK':
      return { text: readHealthcheck(text), unknown: '' };
    default:
      return { text, unknown: '' };
  }
}

/** The classic builder and buildah name the content that was copied, `file:<sha256> in <path>`, and not where it was. */
function readCopy(text: string): Arguments {
  const match = /^((?:--\S+ )*)((?:file|dir|multi):)([0-9a-f]{32,128}) in (.+)$/.exec(text);
  if (!match) return { text, unknown: '' };
  const [, flags = '', kind = '', hash = '', target = ''] = match;
  const unknown = kind + hash.slice(0, shortHash);
  return { text: `${flags}${unknown} ${target}`, unknown };
}

/** Strings as Go quotes them. Those with an escape that JSON does not have stay as they are. */
function readList(text: string): string {
  const string = /"(?:[^"\\]|\\.)*"/g;
  const strings = text.match(string) ?? [];
  const isList = /^\[[\s,]*\]$/.test(text.replace(string, ''));
  return isList && strings.length > 0 && !/\\[^"\\nrtbfu]/.test(text) ? `[${strings.join(', ')}]` : text;
}

/** Only words that cannot have been one argument together are quoted each by itself. */
function readShell(text: string): string {
  const words = /^\[([\w./:\\-]+(?: [\w./:\\-]+)*)\]$/.exec(text)?.[1]?.split(' ');
  return words ? JSON.stringify(words).replaceAll('","', '", "') : text;
}

function readWords(text: string): string {
  const map = /^map\[(.*)\]$/.exec(text)?.[1];
  if (map !== undefined) return map.replaceAll(':{}', '');
  return /^\[([^"[\]]+)\]$/.exec(text)?.[1] ?? text;
}

/** One pair whose value has spaces: history has left out its quotes. With several pairs nobody can tell where one ends. */
function quoteValue(text: string): string {
  const match = /^([\w.\-/]+)=([^"'\\$`]*\s[^"'\\$`]*)$/.exec(text);
  const [, name = '', value = ''] = match ?? [];
  return match && !/\s[\w.\-/]+=/.test(value) ? `${name}="${value}"` : text;
}

/** `&{["CMD-SHELL" "…"] "30s" "3s" "0s" '\x03'}`, or, by field, `{Test:[CMD-SHELL …] Interval:30s … Retries:3}`. */
function readHealthcheck(text: string): string {
  const quoted = /^&\{\["CMD-SHELL" ("(?:[^"\\]|\\.)*")\]((?: "[\w.]*")+) '(\\?\w+)'\}$/.exec(text);
  if (quoted) {
    const [, test = '', durations = '', count = ''] = quoted;
    const command = readString(test);
    if (command === undefined) return text;
    const [interval, timeout, start, startInterval] = durations.trim().replaceAll('"', '').split(' ');
    return formatHealthcheck(command, { interval, timeout, start, startInterval, retries: readRune(count) });
  }
  const named =
    /^\{Test:\[CMD-SHELL (.*)\] Interval:(\S+) Timeout:(\S+) StartPeriod:(\S+) StartInterval:(\S+) Retries:(\d+)\}$/.exec(
      text,
    );
  if (!named) return /^(&\{\["NONE"\]|\{Test:\[NONE\])/.test(text) ? 'NONE' : text;
  const [, command = '', interval, timeout, start, startInterval, retries] = named;
  return formatHealthcheck(command, { interval, timeout, start, startInterval, retries });
}

interface HealthcheckTimes {
  readonly interval: string | undefined;
  readonly timeout: string | undefined;
  readonly start: string | undefined;
  readonly startInterval: string | undefined;
  readonly retries: string | undefined;
}

function formatHealthcheck(command: string, times: HealthcheckTimes): string {
  const { interval, timeout, start, startInterval, retries } = times;
  const flags: readonly (readonly [string, string | undefined])[] = [
    ['interval', interval],
    ['timeout', timeout],
    ['start-period', start],
    ['start-interval', startInterval],
    ['retries', retries],
  ];
  const stated = flags.filter(([, value]) => value !== undefined && value !== '0s' && value !== '0');
  return [...stated.map(([name, value]) => `--${name}=${value}`), 'CMD', command].join(' ');
}

/** A Go string without its quotes; undefined where an escape in it is Go's own. */
function readString(quoted: string): string | undefined {
  if (/\\[^"\\]/.test(quoted)) return undefined;
  return quoted.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

/** A count that Go has printed as a character: `'\x03'`, `'\n'`. */
function readRune(rune: string): string | undefined {
  const hex = /^\\x([0-9a-f]{2})$/.exec(rune)?.[1];
  if (hex !== undefined) return String(Number.parseInt(hex, 16));
  const letter = '\\a\\b\\t\\n\\v\\f\\r'.indexOf(rune);
  return rune.length === 2 && letter >= 0 ? String(7 + letter / 2) : undefined;
}
