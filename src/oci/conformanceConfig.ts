import type { Checker } from './conformanceChecker.ts';
import { checkDigest } from './conformanceDescriptor.ts';

const section = 'config.md#properties';

type Check = (checker: Checker, row: number, path: string) => void;

const string: Check = (checker, row, path) => {
  checker.string(row, path, section);
};
const strings: Check = (checker, row, path) => {
  checker.strings(row, path, section);
};
const stringMap: Check = (checker, row, path) => {
  checker.stringMap(row, path, section);
};
const boolean: Check = (checker, row, path) => {
  checker.boolean(row, path, section);
};
const dateTime: Check = (checker, row, path) => {
  checker.dateTime(row, path, section);
};
/** A set as Go writes it: an object with empty objects as values. */
const set: Check = (checker, row, path) => {
  checker.object(row, path, section);
};

const historyChecks = new Map<string, Check>([
  ['created', dateTime],
  ['author', string],
  ['created_by', string],
  ['comment', string],
  ['empty_layer', boolean],
]);

const containerChecks = new Map<string, Check>([
  ['User', string],
  ['ExposedPorts', orNull(set)],
  ['Env', orNull(checkEnv)],
  ['Entrypoint', orNull(strings)],
  ['Cmd', orNull(strings)],
  ['Volumes', orNull(set)],
  ['WorkingDir', string],
  ['Labels', orNull(stringMap)],
  ['StopSignal', string],
  ['ArgsEscaped', boolean],
]);

const imageChecks = new Map<string, Check>([
  ['created', dateTime],
  ['author', string],
  ['architecture', string],
  ['variant', string],
  ['os', string],
  ['os.version', string],
  ['os.features', strings],
  ['config', orNull(checkMembers(containerChecks))],
  ['rootfs', checkRootfs],
  ['history', orNull(checkHistory)],
]);

/** Checks an image config (image-spec config.md). Docker's additions pass as unknown properties. */
export function checkConfig(checker: Checker): void {
  const members = checker.object(0, '', section);
  if (!members) return;
  for (const name of ['architecture', 'os', 'rootfs']) checker.required(members, name, '', section);
  checkMembers(imageChecks)(checker, 0, '');
}

function checkMembers(checks: ReadonlyMap<string, Check>): Check {
  return (checker, row, path) => {
    for (const [name, value] of checker.object(row, path, section) ?? []) {
      checks.get(name)?.(checker, value, path === '' ? name : `${path}.${name}`);
    }
  };
}

function orNull(check: Check): Check {
  return (checker, row, path) => {
    if (checker.document.kind(row) !== 'null') check(checker, row, path);
  };
}

function checkEnv(checker: Checker, row: number, path: string): void {
  checker.array(row, path, section)?.forEach((element, index) => {
    const entry = checker.string(element, `${path}.${index}`, section);
    if (entry !== undefined && entry.indexOf('=') < 1) {
      checker.add('Env entries are NAME=value', `${path}.${index}`, section);
    }
  });
}

function checkRootfs(checker: Checker, row: number, path: string): void {
  const members = checker.object(row, path, section);
  if (!members) return;
  const type = checker.required(members, 'type', path, section);
  if (type !== undefined && checker.textOf(type) !== 'layers') {
    checker.add('rootfs.type is layers', `${path}.type`, section);
  }
  const diffIds = checker.required(members, 'diff_ids', path, section);
  if (diffIds === undefined) return;
  checker.array(diffIds, `${path}.diff_ids`, section)?.forEach((element, index) => {
    checkDigest(checker, element, `${path}.diff_ids.${index}`, section);
  });
}

function checkHistory(checker: Checker, row: number, path: string): void {
  checker.array(row, path, section)?.forEach((element, index) => {
    checkMembers(historyChecks)(checker, element, `${path}.${index}`);
  });
}
