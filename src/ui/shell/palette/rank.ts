import type { Action } from '../../actions/actions.ts';
import { findWord, type Mark, mergeMarks } from './findWord.ts';

/** What is offered under one heading. */
export interface Section {
  readonly title: string;
  readonly offers: readonly Action[];
  /** How many are shown where nothing is typed. */
  readonly most: number;
  /** Of offers that were made of what was typed: they are found as they are, with this rank. */
  readonly rank?: number;
}

export interface Found {
  readonly id: string;
  readonly offer: Action;
  readonly nameMarks: readonly Mark[];
  readonly factMarks: readonly Mark[];
}

export interface FoundSection {
  readonly title: string;
  readonly found: readonly Found[];
  /** How many more there are than are shown. */
  readonly more: number;
}

/** How likely it is that a find is what was meant, from what names it for certain to a piece of a fact about it. */
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

/** More of one kind is no help: typing on is. */
const maxMatches = 40;
const maxTypedLength = 500;

/**
 * What matches every word that was typed, the likeliest first, each kind under its heading and the kind of the likeliest on
 * top; a few of each where nothing is typed. A word is found anywhere in a name or fact, in a digest at its beginning.
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

function takeFirst({ title, offers, most }: Section): Ranked {
  const found = offers.slice(0, most).map((offer) => unmarked(title, offer));
  return { rank: 0, section: { title, found, more: offers.length - found.length } };
}

function findIn({ title, offers, rank }: Section, words: readonly string[]): Ranked {
  const matches = offers.flatMap((offer) =>
    rank === undefined ? (match(title, offer, words) ?? []) : { found: unmarked(title, offer), rank },
  );
  matches.sort((one, other) => other.rank - one.rank);
  const found = matches.slice(0, maxMatches).map((ranked) => ranked.found);
  return { rank: matches[0]?.rank ?? 0, section: { title, found, more: matches.length - found.length } };
}

function unmarked(title: string, offer: Action): Found {
  return { id: `${title} ${offer.id}`, offer, nameMarks: [], factMarks: [] };
}

function match(
  title: string,
  offer: Action,
  words: readonly string[],
): { readonly found: Found; readonly rank: number } | undefined {
  const nameMarks: Mark[] = [];
  const factMarks: Mark[] = [];
  let rank = 0;
  for (const word of words) {
    const name = findWord(offer.name, word);
    const fact = name ? undefined : findWord(offer.fact ?? '', word);
    if (name) nameMarks.push(name.mark);
    if (fact) factMarks.push(fact.mark);
    if (offer.prefixes?.some((prefix) => prefix.startsWith(word))) rank += ranks.digest;
    else if (name) rank += { start: ranks.nameStart, word: ranks.nameWord, middle: ranks.name }[name.at];
    else if (fact) rank += fact.at === 'middle' ? ranks.fact : ranks.factWord;
    else return undefined;
  }
  const found = { ...unmarked(title, offer), nameMarks: mergeMarks(nameMarks), factMarks: mergeMarks(factMarks) };
  return { found, rank: rank / words.length };
}
