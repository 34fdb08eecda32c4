import { parseSync } from 'vite';

/** Phrases that are not plain English, and what to write instead (docs/GLOSSARY.md). */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/gi, 'again'],
  [/\b(?:is|are)\s+none\b/gi, '"is not a…", or name what is missing'],
  [/\b(?:gone?|goes)\s+on\s+with\b/gi, 'resume, continue'],
  [/\bby\s+itself\b/gi, 'automatically'],
  [/\bso\s+(?:many|much)\b/gi, 'up to N, this many'],
  [/\b(?:told\s+of|is\s+told|are\s+told)\b/gi, 'reported, notified'],
  [/\b(?:what\s+is\s+here|not\s+here\s+yet)\b/gi, 'stored, not downloaded'],
  [/\b(?:makes?\s+way|made\s+way)\b/gi, 'evict'],
  [/\bstands?\s+for\b/gi, 'points to, means'],
  [/\b(?:had\s+of\s+it|all\s+of\s+it)\b/gi, 'everything'],
  [/\bwhat\s+it\s+takes\b/gi, 'what it needs'],
  [/\b(?:not\s+whole|is\s+whole|are\s+whole)\b/gi, 'incomplete, complete'],
  [/\blets?\s+go\s+of\b/gi, 'remove, release'],
  [/\bset\s+aside\b/gi, 'quarantined'],
  [/\bmakes\s+known\b/gi, 'publishes, reports'],
  [/\b(?:for\s+ever|on\s+end)\b/gi, 'permanently, in a row'],
  [/\bone\s+reads\b/gi, 'say who reads'],
  [/\b(?:this|these)\s+very\b/gi, 'this, exactly this'],
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
