import { execForm } from '../kit/visible.ts';
import { type GoPrinted, readGoPrinted } from './goPrinted.ts';

const shortHash = 8;

export interface Arguments {
  readonly text: string;
  /** The part of `text` that replaces a path missing from the history: `file:4b5f8335`, or ''. */
  readonly unknown: string;
}

/**
 * Returns the arguments of an instruction in Dockerfile syntax; undefined if they cannot be parsed. History has them as Go
 * prints the builder's values: `CMD ["a" "b"]`, `VOLUME [/data]`, `EXPOSE map[80/tcp:{}]`
 * (moby/buildkit, frontend/dockerfile/dockerfile2llb/convert.go; moby/moby, builder/dockerfile/dispatchers.go).
 */
export function readArguments(keyword: string, text: string): Arguments | undefined {
  if (keyword === 'ADD' || keyword === 'COPY') return readCopy(text);
  const read = readText(keyword, text);
  return read === undefined ? undefined : { text: read, unknown: '' };
}

function readText(keyword: string, text: string): string | undefined {
  switch (keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
      return readExec(text);
    case 'SHELL':
      return readShell(text);
    case 'EXPOSE':
    case 'VOLUME':
    case 'USER':
    case 'STOPSIGNAL':
      return readWords(text);
    case 'ENV':
    case 'LABEL':
      return quoteValue(text);
    case 'HEALTHCHECK':
      return readHealthcheck(text);
    case 'ONBUILD':
      return readTrigger(text);
    default:
      return text;
  }
}

/** Returns the words of SHELL joined by spaces, as history writes them before each RUN. */
export function joinedShell(text: string): string {
  const value = readGo(text);
  return (value && stringsOf(value)?.join(' ')) ?? /^\[(.*)\]$/s.exec(text)?.[1] ?? '';
}

/** Reads ADD and COPY. The classic builder and buildah record the copied content, `file:<sha256> in <path>`, not its source path. */
function readCopy(text: string): Arguments {
  const match = /^((?:--\S+ )*)((?:file|dir|multi):)([0-9a-f]{32,128}) in (.+)$/.exec(text);
  if (!match) return { text, unknown: '' };
  const [, flags = '', kind = '', hash = '', target = ''] = match;
  const unknown = kind + hash.slice(0, shortHash);
  return { text: `${flags}${unknown} ${target}`, unknown };
}

/** Reports whether Go may have printed a text; otherwise it is the Dockerfile's own. */
function isGo(text: string): boolean {
  return /^(?:&?\{|map\[|\[).*[\]}]$/s.test(text);
}

/** Parses a value, without the struct that older builders print around it: `&{["a"]}`. */
function readGo(text: string): GoPrinted | undefined {
  const value = readGoPrinted(text);
  return value?.kind === 'struct' && value.items.length === 1 ? value.items[0] : value;
}

function stringsOf(value: GoPrinted): readonly string[] | undefined {
  if (value.kind !== 'slice' || !value.items.every((item) => item.kind === 'string')) return undefined;
  return value.items.map((item) => item.value);
}

/** Returns unquoted words; undefined if a word has characters of a longer argument, such as `;` or a quote. */
function plainWordsOf(value: GoPrinted): readonly string[] | undefined {
  if (value.kind !== 'slice' && value.kind !== 'map') return undefined;
  if (!value.items.every((item) => item.kind === 'word' && /^[\w./:\\@%+=-]+$/.test(item.value))) return undefined;
  return value.items.flatMap((item) => (item.kind === 'word' ? item.value : []));
}

function readExec(text: string): string | undefined {
  if (!isGo(text)) return text;
  const value = readGo(text);
  const words = value?.kind === 'slice' ? (stringsOf(value) ?? plainWordsOf(value)) : undefined;
  return words && execForm(words);
}

/** Reads SHELL. PowerShell takes everything after `-Command` as one command. */
function readShell(text: string): string | undefined {
  const [, words = '', command] = /^\[((?:powershell|pwsh)\S*(?: -\w+)*? -Command) ([^"]+)\]$/is.exec(text) ?? [];
  return command === undefined ? readExec(text) : execForm([...words.split(' '), command]);
}

function readWords(text: string): string | undefined {
  if (!isGo(text)) return text;
  const value = readGo(text);
  const strings = value && stringsOf(value);
  return strings ? execForm(strings) : value && plainWordsOf(value)?.join(' ');
}

/** Restores the quotes of a single pair whose value has spaces. With several pairs it is ambiguous where a value ends. */
function quoteValue(text: string): string {
  const match = /^([\w.\-/]+)=([^"'\\$`]*\s[^"'\\$`]*)$/.exec(text);
  const [, name = '', value = ''] = match ?? [];
  return match && !/\s[\w.\-/]+=/.test(value) ? `${name}="${value}"` : text;
}

/** Reads the instruction inside ONBUILD, which older builders print as a list of one string. */
function readTrigger(text: string): string | undefined {
  const value = isGo(text) ? readGo(text) : undefined;
  const trigger = isGo(text) ? value && stringsOf(value) : [text];
  if (trigger?.length !== 1) return undefined;
  const [, keyword = '', space = '', inner = ''] = /^([A-Z]+)(\s+)(.*)$/s.exec(trigger[0] ?? '') ?? [];
  const read = keyword === '' || keyword === 'ONBUILD' ? trigger[0] : readArguments(keyword, inner)?.text;
  return keyword === '' || keyword === 'ONBUILD' || read === undefined ? read : keyword + space + read;
}

const duration = /^(?:\d+(?:\.\d+)?(?:ns|[uµ]s|ms|s|m|h))+$/;
const unquotedCheck =
  /^&?\{(?:Test:)?\[CMD-SHELL ([^"].*)\] (?:Interval:)?(\S+) (?:Timeout:)?(\S+)(?: (?:StartPeriod:)?(\S+))?(?: (?:StartInterval:)?(\S+))? (?:Retries:)?(\d+)\}$/;

/**
 * Reads Docker's HealthConfig, its fields in order: with %q `&{["CMD-SHELL" "…"] "30s" "3s" "0s" '\x03'}`, with %v and %+v
 * `{[CMD-SHELL …] 30s 3s 0s 3}` and `{Test:[CMD-SHELL …] Interval:30s … Retries:3}`. Older versions have no StartInterval,
 * or neither StartInterval nor StartPeriod.
 */
function readHealthcheck(text: string): string | undefined {
  if (!isGo(text)) return text;
  if (/^&?\{(?:Test:)?\["?NONE"?\]/.test(text)) return 'NONE';
  const [, command, ...unquoted] = unquotedCheck.exec(text) ?? [];
  if (command !== undefined) return formatHealthcheck(['CMD-SHELL', command], unquoted.slice(0, -1), unquoted.at(-1));
  const value = readGoPrinted(text);
  if (value?.kind !== 'struct') return undefined;
  const [test, ...fields] = value.items.flatMap(withoutName);
  if (fields.length < 3 || fields.length > 5) return undefined;
  const texts = fields.map((item) => (item.kind === 'rune' ? String(item.value) : 'value' in item ? item.value : ''));
  const words = test && (stringsOf(test) ?? plainWordsOf(test));
  return words && formatHealthcheck(words, texts.slice(0, -1), texts.at(-1));
}

function withoutName(item: GoPrinted): readonly GoPrinted[] {
  if (item.kind !== 'word') return [item];
  const value = item.value.replace(/^(?:Test|Interval|Timeout|StartPeriod|StartInterval|Retries):/, '');
  return value === '' ? [] : [{ kind: 'word', value }];
}

const flags = ['interval', 'timeout', 'start-period', 'start-interval'] as const;

function formatHealthcheck(
  [form, ...words]: readonly string[],
  durations: readonly (string | undefined)[],
  retries = '',
): string | undefined {
  const command = form === 'CMD' ? execForm(words) : form === 'CMD-SHELL' && words.length === 1 ? words[0] : undefined;
  // A line feed ends the instruction in a Dockerfile.
  if (command === undefined || /[\r\n]/.test(command) || !/^\d+$/.test(retries)) return undefined;
  if (!durations.every((text) => text === undefined || text === '0' || duration.test(text))) return undefined;
  const stated = [...flags.map((name, index) => [name, durations[index]] as const), ['retries', retries] as const];
  const set = stated.filter(([, value]) => value !== undefined && value !== '0s' && value !== '0');
  return [...set.map(([name, value]) => `--${name}=${value}`), 'CMD', command].join(' ');
}
