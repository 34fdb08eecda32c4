import { foldKey } from './goDecode.ts';
import type { JsonDocument } from './json.ts';

/** A field of an image config as written: its path, such as `config.Memory`, and its value as JSON text. */
export interface ConfigField {
  readonly path: string;
  readonly json: string;
}

type Fits = (document: JsonDocument, row: number) => boolean;

const isString: Fits = (document, row) => document.kind(row) === 'string';
const isBoolean: Fits = (document, row) => document.kind(row) === 'bool';
const isObject: Fits = (document, row) => document.kind(row) === 'object';
const isInteger: Fits = (document, row) =>
  document.kind(row) === 'number' && /^-?\d{1,18}$/.test(document.literal(row));
const isStrings: Fits = (document, row) => isListOf(isString, document, row);
const isCommand: Fits = (document, row) => isString(document, row) || isStrings(document, row);
const isStringMap: Fits = (document, row) =>
  isObject(document, row) && [...document.members(row)].every(([, value]) => isString(document, value));

const containerFields = fieldsOf({
  User: isString,
  ExposedPorts: isObject,
  Env: isStrings,
  Entrypoint: isCommand,
  Cmd: isCommand,
  Volumes: isObject,
  WorkingDir: isString,
  Labels: isStringMap,
  StopSignal: isString,
  StopTimeout: isInteger,
  ArgsEscaped: isBoolean,
  Shell: isStrings,
  OnBuild: isStrings,
  Healthcheck: objectOf({
    Test: isStrings,
    Interval: isInteger,
    Timeout: isInteger,
    StartPeriod: isInteger,
    StartInterval: isInteger,
    Retries: isInteger,
  }),
});

const isStep = objectOf({
  created: isString,
  created_by: isString,
  author: isString,
  comment: isString,
  empty_layer: isBoolean,
});

const imageFields = fieldsOf({
  os: isString,
  architecture: isString,
  variant: isString,
  'os.version': isString,
  'os.features': isStrings,
  created: isString,
  author: isString,
  docker_version: isString,
  config: isObject,
  rootfs: objectOf({ type: isString, diff_ids: isStrings }),
  history: (document, row) => isListOf(isStep, document, row),
});

/**
 * Lists, in document order, the fields that `ImageConfig` does not contain: unknown fields with a value other than a default
 * (null, false, 0, "", [], {}), and known fields with a value of the wrong type.
 */
export function otherFields(document: JsonDocument): readonly ConfigField[] {
  const found: ConfigField[] = [];
  collect(document, 0, imageFields, '', found);
  for (const [name, value] of document.members(0)) {
    if (foldKey(name) === 'config') collect(document, value, containerFields, `${name}.`, found);
  }
  return found;
}

function collect(
  document: JsonDocument,
  row: number,
  fields: ReadonlyMap<string, Fits>,
  prefix: string,
  found: ConfigField[],
): void {
  for (const [name, value] of document.members(row)) {
    const fits = fields.get(foldKey(name));
    const isRead = fits ? isNull(document, value) || fits(document, value) : isDefault(document, value);
    if (!isRead) found.push({ path: prefix + name, json: jsonOf(document, value) });
  }
}

function isNull(document: JsonDocument, row: number): boolean {
  return document.kind(row) === 'null';
}

/** Tells whether a value is what Go writes for a field that was never set. */
function isDefault(document: JsonDocument, row: number): boolean {
  const kind = document.kind(row);
  if (kind === 'object' || kind === 'array') return document.next(row) === row + 1;
  return kind === 'string'
    ? document.end(row) - document.start(row) === 2
    : /^(?:null|false|0)$/.test(document.literal(row, 8));
}

function jsonOf(document: JsonDocument, row: number): string {
  return new TextDecoder().decode(document.bytes.subarray(document.start(row), document.end(row)));
}

function isListOf(fits: Fits, document: JsonDocument, row: number): boolean {
  return document.kind(row) === 'array' && [...document.elements(row)].every((element) => fits(document, element));
}

function objectOf(fields: Readonly<Record<string, Fits>>): Fits {
  const known = fieldsOf(fields);
  return (document, row) =>
    isObject(document, row) &&
    [...document.members(row)].every(
      ([name, value]) => isNull(document, value) || known.get(foldKey(name))?.(document, value) === true,
    );
}

function fieldsOf(fields: Readonly<Record<string, Fits>>): ReadonlyMap<string, Fits> {
  return new Map(Object.entries(fields).map(([name, fits]) => [foldKey(name), fits]));
}
