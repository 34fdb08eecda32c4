import { expect, test } from 'vitest';
import { dottedPath } from './dottedPath.ts';
import { parseJson } from './json.ts';

function lastPathOf(text: string): string {
  const document = parseJson(new TextEncoder().encode(text));
  return dottedPath(document, document.count - 1);
}

function pathsOf(text: string): string[] {
  const document = parseJson(new TextEncoder().encode(text));
  return Array.from({ length: document.count }, (_, row) => dottedPath(document, row));
}

test('dottedPath returns keys and indices for a value, and the same for its key', () => {
  expect(pathsOf('{"a":[1,{"b":null}],"c":{}}')).toEqual(['', 'a', 'a', 'a.0', 'a.1', 'a.1.b', 'a.1.b', 'c', 'c']);
});

test('dottedPath returns the same path for duplicate members, and accepts any key', () => {
  expect(pathsOf('{"a":1,"a":2}')).toEqual(['', 'a', 'a', 'a', 'a']);
  expect(lastPathOf('{"__proto__":{"":0}}')).toBe('__proto__.');
});

test('dottedPath cuts paths of deep documents and long keys', () => {
  const deep = lastPathOf(`${'['.repeat(9999)}0${']'.repeat(9999)}`);
  expect(deep.length).toBeGreaterThan(1000);
  expect(deep.length).toBeLessThan(3000);
  expect(lastPathOf(`{"${'k'.repeat(1000)}":0}`)).toBe('k'.repeat(200));
});
