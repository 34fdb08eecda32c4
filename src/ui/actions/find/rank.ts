import type { Action } from '../actions.ts';
import { findWord, type Mark, mergeMarks } from './findWord.ts';

/** Actions under one heading. */
export interface Section {
  readonly title: string;
  readonly actions: readonly Action[];
  /** Maximum shown while nothing is typed. */
  readonly maxIdle: number;
  /** Rank of actions derived from the typed text, which always match. */
  readonly rank?: number;
}

export interface Found {
  readonly id: string;
  readonly action: Action;
  readonly nameMarks: readonly Mark[];
  readonly factMarks: readonly Mark[];
}

export interface FoundSection {
  readonly title: string;
  readonly found: readonly Found[];
  /** Number of matches that are not shown. */
  readonly more: number;
}

/** Ranks of matches, from a certain identifier down to a part of a fact. */
export const ranks = {
  digest: 100,
  reference: 90,
  nameStart: 80,
  path: 70,
  nameWord: 60,
  name: 40,
  factWord: 25,
  fact: 15,
  guess: 1,
} as const;

/** Maximum matches shown per section. */
const maxMatches = 40;
const maxTypedLength = 500;

/**
 * Returns the actions that match every typed word, the best first, and the section with the best match first; a few of each section
 * while nothing is typed. A word matches anywhere in a name or fact, but only the start of a digest.
 */
export function findActions(sections: readonly Section[], typed: string): readonly FoundSection[] {
  const words = typed.slice(0, maxTypedLength).toLowerCase().split(/\s+/).filter(Boolean);
  const found = sections.map((section) => (words.length === 0 ? takeFirst(section) : findIn(section, words)));
  return found
    .filter(({ section }) => section.found.length > 0)
    .sort((one, other) => other.rank - one.rank)
    .map(({ section }) => section);
}

interface Ranked {
  readonly rank: number;
  readonly section: FoundSection;
}

function takeFirst({ title, actions, maxIdle }: Section): Ranked {
  const found = actions.slice(0, maxIdle).map((action) => unmarked(title, action));
  return { rank: 0, section: { title, found, more: actions.length - found.length } };
}

function findIn({ title, actions, rank }: Section, words: readonly string[]): Ranked {
  const matches = actions.flatMap((action) =>
    rank === undefined ? (match(title, action, words) ?? []) : { found: unmarked(title, action), rank },
  );
  matches.sort((one, other) => other.rank - one.rank);
  const found = matches.slice(0, maxMatches).map((ranked) => ranked.found);
  return { rank: matches[0]?.rank ?? 0, section: { title, found, more: matches.length - found.length } };
}

function unmarked(title: string, action: Action): Found {
  return { id: `${title} ${action.id}`, action, nameMarks: [], factMarks: [] };
}

function match(
  title: string,
  action: Action,
  words: readonly string[],
): { readonly found: Found; readonly rank: number } | undefined {
  const nameMarks: Mark[] = [];
  const factMarks: Mark[] = [];
  let rank = 0;
  for (const word of words) {
    const name = findWord(action.name, word);
    const fact = name ? undefined : findWord(action.fact ?? '', word);
    if (name) nameMarks.push(name.mark);
    if (fact) factMarks.push(fact.mark);
    if (action.prefixes?.some((prefix) => prefix.startsWith(word))) rank += ranks.digest;
    else if (name) rank += { start: ranks.nameStart, word: ranks.nameWord, middle: ranks.name }[name.at];
    else if (fact) rank += fact.at === 'middle' ? ranks.fact : ranks.factWord;
    else return undefined;
  }
  const found = { ...unmarked(title, action), nameMarks: mergeMarks(nameMarks), factMarks: mergeMarks(factMarks) };
  return { found, rank: rank / words.length };
}
