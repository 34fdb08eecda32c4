import { parseSync } from 'vite';

/** Phrases that are not plain English, and what to write instead (docs/GLOSSARY.md). */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/gi, 'again'],
  [/\b(?:is|are) none\b/gi, '"is not a…", or name what is missing'],
  [/\b(?:gone?|goes) on with\b/gi, 'resume, continue'],
  [/\bby itself\b/gi, 'automatically'],
  [/\bso (?:many|much)\b/gi, 'up to N, this many'],
  [/\b(?:told of|is told|are told)\b/gi, 'reported, notified'],
  [/\b(?:what is here|not here yet)\b/gi, 'stored, not downloaded'],
  [/\b(?:makes? way|made way)\b/gi, 'evict'],
  [/\bstands? for\b/gi, 'points to, means'],
  [/\b(?:had of it|all of it)\b/gi, 'everything'],
  [/\bwhat it takes\b/gi, 'what it needs'],
  [/\b(?:not whole|is whole|are whole)\b/gi, 'incomplete, complete'],
  [/\blets? go of\b/gi, 'remove, release'],
  [/\bset aside\b/gi, 'quarantined'],
  [/\bmakes known\b/gi, 'publishes, reports'],
  [/\b(?:for ever|on end)\b/gi, 'permanently, in a row'],
  [/\bone reads\b/gi, 'say who reads'],
  [/\b(?:this|these) very\b/gi, 'this, exactly this'],
];

const relativeClause = /^(?:What|Of|Whether|Where|How|Who|Which)\b/;

/** Returns a sentence for each phrase of a text that is not plain English, with the line it is on. */
export function findPhrases(file: string, text: string): readonly string[] {
  return phrases.flatMap(([pattern, instead]) =>
    [...text.matchAll(pattern)].map(
      ({ 0: found, index }) => `${file}:${lineAt(text, index)} "${found}": write ${instead}`,
    ),
  );
}

/** Returns a sentence for each doc comment of a TypeScript file that begins with a relative clause. */
export function findClauses(file: string, text: string): readonly string[] {
  return parseSync(file, text).comments.flatMap(({ type, value, start }) => {
    const first = value.replace(/^\*\s*(?:\*\s*)?/, '');
    if (type !== 'Block' || !value.startsWith('*') || !relativeClause.test(first)) return [];
    return [
      `${file}:${lineAt(text, start)} begin with a verb or the name: "${first.slice(0, 40).replace(/\s+/g, ' ')}"`,
    ];
  });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
