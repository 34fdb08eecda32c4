import { endOf, keysOf, nextSolid, skip, stringValue, valueOfKey } from './jsonPlace.ts';
import { kind, type Tokens } from './jsonTokens.ts';

/** More dots than keys have. */
const maxDots = 64;

/**
 * Finds the tokens that paths of dotted keys name, as findings have them: the key of a member, or an element. A key may
 * hold dots, so at each step the longest that fits is taken, and of equal ones the last. Where a path leads nowhere, the
 * innermost thing that it does lead to; a lone key that stands twice in any object is found there. What paths lead through
 * is read once, however many they are.
 */
export class JsonPaths {
  readonly #tokens: Tokens;
  /** By the bracket of an object its last key of each name. */
  readonly #members = new Map<number, ReadonlyMap<string, number>>();
  readonly #elements = new Map<number, readonly number[]>();
  #twice: ReadonlyMap<string, number> | undefined;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  tokenOf(path: string): number {
    let value = nextSolid(this.#tokens, -1);
    let named = value;
    let rest = path;
    while (rest !== '') {
      const step = this.#stepInto(value, rest);
      if (!step) break;
      [named, value, rest] = [step.named, step.value, step.rest];
    }
    if (rest !== path || path === '') return named;
    this.#twice ??= findTwice(this.#tokens);
    return this.#twice.get(path) ?? named;
  }

  #stepInto(open: number, path: string): Step | undefined {
    const { kinds, text, starts } = this.#tokens;
    if (kinds[open] !== kind.open) return undefined;
    if (text[starts[open] ?? 0] === '[') return this.#stepIntoArray(open, path);
    const members = this.#membersOf(open);
    for (const end of endsOf(path)) {
      const key = members.get(path.slice(0, end));
      if (key !== undefined) return { named: key, value: valueOfKey(this.#tokens, key), rest: path.slice(end + 1) };
    }
    return undefined;
  }

  #stepIntoArray(open: number, path: string): Step | undefined {
    const [first = ''] = path.split('.', 1);
    const element = /^\d{1,9}$/.test(first) ? this.#elementsOf(open)[Number(first)] : undefined;
    return element === undefined ? undefined : { named: element, value: element, rest: path.slice(first.length + 1) };
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
    const first = nextSolid(tokens, open);
    const elements = first < end ? [first] : [];
    for (let token = first; token < end; token = skip(tokens, token) + 1) {
      if (tokens.kinds[token] !== kind.comma) continue;
      const next = nextSolid(tokens, token);
      if (next < end) elements.push(next);
    }
    this.#elements.set(open, elements);
    return elements;
  }
}

interface Step {
  readonly named: number;
  readonly value: number;
  readonly rest: string;
}

/** Where a key may end that a path begins with, the longest first; only so many, since a path may hold a hostile key. */
function endsOf(path: string): readonly number[] {
  const ends: number[] = [];
  for (let dot = path.indexOf('.'); dot >= 0 && ends.length < maxDots; dot = path.indexOf('.', dot + 1)) ends.push(dot);
  return [path.length, ...ends.reverse()];
}

/** The first second key of each name that any object has twice. */
function findTwice(tokens: Tokens): ReadonlyMap<string, number> {
  const twice = new Map<string, number>();
  const open: Set<string>[] = [];
  for (let token = 0; token < tokens.count; token++) {
    const current = tokens.kinds[token];
    if (current === kind.open) open.push(new Set());
    else if (current === kind.close) open.pop();
    else if (current === kind.key) {
      const name = stringValue(tokens, token) ?? '';
      const names = open.at(-1);
      if (names?.has(name) && !twice.has(name)) twice.set(name, token);
      names?.add(name);
    }
  }
  return twice;
}
