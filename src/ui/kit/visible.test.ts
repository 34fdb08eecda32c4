import { expect, it } from 'vitest';
import { execForm, visible } from './visible.ts';

it.each([
  ['a\nb', 'a␊b'],
  ['a\tb', 'a\tb'],
  ['\u0000\u001b[31m', '␀␛[31m'],
  ['\u007f\u0085', '\\u{7f}\\u{85}'],
  ['\u202ecod\u2066', '\\u{202e}cod\\u{2066}'],
  ['a\u200b\ufeff\u2028', 'a\\u{200b}\\u{feff}\\u{2028}'],
  ['👩‍💻 é', '👩‍💻 é'],
])('shows %j as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it('keeps line feeds on request', () => {
  expect(visible('a\n\rb', true)).toBe('a\n␍b');
});

it.each([
  [[], '[]'],
  [['a b', 'c'], '["a b", "c"]'],
  [['a","b'], '["a\\",\\"b"]'],
  [['a\nb', '\u202e\u007f'], '["a\\nb", "\\u202e\\u007f"]'],
])('writes %j in exec form', (words, text) => {
  expect(execForm(words)).toBe(text);
  expect(JSON.parse(execForm(words))).toEqual(words);
});
