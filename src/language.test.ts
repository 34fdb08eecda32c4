import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findClauses, findPhrases } from './language.rules.ts';

const root = join(import.meta.dirname, '..');
// The rules name the phrases that they refuse.
const ownFiles = ['src/language.rules.ts', 'src/language.test.ts'];
const sources = filesIn('src', /\.tsx?$/).filter((file) => !ownFiles.includes(file));
const pages = ['README.md', ...filesIn('docs', /\.md$/)];

test('sources and docs are in plain English', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect([...sources, ...pages].flatMap((file) => findPhrases(file, read(file)))).toEqual([]);
});

test('doc comments begin with a verb or a name', () => {
  expect(sources.flatMap((file) => findClauses(file, read(file)))).toEqual([]);
});

describe('the rules refuse', () => {
  test.each([
    ['It is fetched anew.', 'a.md:1 "anew": write again'],
    ['One line.\nIt stands for this digest.', 'a.md:2 "stands for": write points to, means'],
  ])('%j', (text, finding) => expect(findPhrases('a.md', text)).toEqual([finding]));

  test.each(['/** What a document is. */ let a;', '/**\n * Whether it is open.\n */\nlet a;'])('%j', (text) =>
    expect(findClauses('a.ts', text)).toHaveLength(1),
  );
});

test.each(['/** Returns what a document is. */ let a;', '// What follows is code.', 'const text = "/** What */";'])(
  'accepts %j',
  (text) => expect(findClauses('a.ts', text)).toEqual([]),
);

function filesIn(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
