import { endOf, keysOf, nextNonSpace, skip, stringValue, valueOfKey } from './jsonPlace.ts';
import { kind, type Tokens } from './jsonTokens.ts';

/** No real key has this many dots. */
const maxDots = 64;

/**
 * Finds the token for a path of dotted keys, as findings have them: the key of a member, or an element. Keys may contain
 * dots, so each step takes the longest key that matches, and the last one of duplicates. If a path does not exist, the
 * innermost existing part of it is returned; a path of one key also finds a duplicate of that key in any object. Objects
 * and arrays are indexed once for all paths.
 */
export class JsonPaths {
  readonly #tokens: Tokens;
  /** The last key of each name, by the bracket of the object. */
  readonly #members = new Map<number, ReadonlyMap<string, number>>();
  readonly #elements = new Map<number, readonly number[]>();
  #duplicates: ReadonlyMap<string, number> | undefined;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  tokenOf(path: string): number {
    let value = nextNonSpace(this.#tokens, -1);
    let target = value;
    let rest = path;
    while (rest !== '') {
      const step = this.#stepInto(value, rest);
      if (!step) break;
      [target, value, rest] = [step.target, step.value, step.rest];
    }
    if (rest !== path || path === '') return target;
    this.#duplicates ??= findDuplicateKeys(this.#tokens);
    return this.#duplicates.get(path) ?? target;
  }

  #stepInto(open: number, path: string): Step | undefined {
    const { kinds, text, starts } = this.#tokens;
    if (kinds[open] !== kind.open) return undefined;
    if (text[starts[open] ?? 0] === '[') return this.#stepIntoArray(open, path);
    const members = this.#membersOf(open);
    for (const end of keyEnds(path)) {
      const key = members.get(path.slice(0, end));
      if (key !== undefined) return { target: key, value: valueOfKey(this.#tokens, key), rest: path.slice(end + 1) };
    }
    return undefined;
  }

  #stepIntoArray(open: number, path: string): Step | undefined {
    const [first = ''] = path.split('.', 1);
    const element = /^\d{1,9}$/.test(first) ? this.#elementsOf(open)[Number(first)] : undefined;
    return element === undefined ? undefined : { target: element, value: element, rest: path.slice(first.length + 1) };
  }

  #membersOf(open: number): ReadonlyMap<string, number> {
    const known = this.#members.get(open);
    if (known) return known;
    const members = new Map<string, number>();
    for (const key of keysOf(this.#tokens, open)) members.set(stringValue(this.#tokens, key) ?? '', key);
    this.#members.set(open, members);
    return members;
  }

  #elementsOf(open: number): readonly number[] {
    const known = this.#elements.get(open);
    if (known) return known;
    const tokens = this.#tokens;
    const end = endOf(tokens, open);
    const first = nextNonSpace(tokens, open);
    const elements = first < end ? [first] : [];
    for (let token = first; token < end; token = skip(tokens, token) + 1) {
      if (tokens.kinds[token] !== kind.comma) continue;
      const next = nextNonSpace(tokens, token);
      if (next < end) elements.push(next);
    }
    this.#elements.set(open, elements);
    return elements;
  }
}

interface Step {
  readonly target: number;
  readonly value: number;
  readonly rest: string;
}

/** Returns the offsets where the first key of a path may end, longest key first. Limited, since a path may hold a hostile key. */
function keyEnds(path: string): readonly number[] {
  const ends: number[] = [];
  for (let dot = path.indexOf('.'); dot >= 0 && ends.length < maxDots; dot = path.indexOf('.', dot + 1)) ends.push(dot);
  return [path.length, ...ends.reverse()];
}

/** Finds keys that occur twice in an object: for each name, the first repetition. */
function findDuplicateKeys(tokens: Tokens): ReadonlyMap<string, number> {
  const duplicates = new Map<string, number>();
  const open: Set<string>[] = [];
  for (let token = 0; token < tokens.count; token++) {
    const current = tokens.kinds[token];
    if (current === kind.open) open.push(new Set());
    else if (current === kind.close) open.pop();
    else if (current === kind.key) {
      const name = stringValue(tokens, token) ?? '';
      const names = open.at(-1);
      if (names?.has(name) && !duplicates.has(name)) duplicates.set(name, token);
      names?.add(name);
    }
  }
  return duplicates;
}
