import { describe, expect, it } from 'vitest';
import { type GoPrinted, readGoPrinted } from './goPrinted.ts';

/** Returns the value as JSON: strings unchanged, runes as numbers, words as `{word}`. */
function plain(value: GoPrinted | undefined): unknown {
  if (!value) return undefined;
  if (value.kind === 'string' || value.kind === 'rune') return value.value;
  return value.kind === 'word' ? { word: value.value } : { [value.kind]: value.items.map(plain) };
}

describe('readGoPrinted', () => {
  it.each<[string, unknown]>([
    ['["a" "b c"]', { slice: ['a', 'b c'] }],
    ['["a", "b"]', { slice: ['a', 'b'] }],
    ['[]', { slice: [] }],
    ['&{["echo" "hello"]}', { struct: [{ slice: ['echo', 'hello'] }] }],
    ['[/data /b]', { slice: [{ word: '/data' }, { word: '/b' }] }],
    ['map[443/tcp:{} 80/tcp:{}]', { map: [{ word: '443/tcp' }, { word: '80/tcp' }] }],
    ['map[]', { map: [] }],
    [`{["x"] "5s" 'd' 3}`, { struct: [{ slice: ['x'] }, '5s', 100, { word: '3' }] }],
    [String.raw`["a\"b\\c\n\t\a\x00\u00e9\U0001f600"]`, { slice: ['a"b\\c\n\t\u0007\u0000é😀'] }],
    ['["]" "}" "[{"]', { slice: [']', '}', '[{'] }],
  ])('reads %j', (text, value) => {
    expect(plain(readGoPrinted(text))).toEqual(value);
  });

  it.each<[string, number]>([
    ["'d'", 100],
    ["'2'", 50],
    ["'!'", 33],
    ["'<'", 60],
    [String.raw`'\n'`, 10],
    [String.raw`'\x00'`, 0],
    [String.raw`'\x03'`, 3],
    [String.raw`'\a'`, 7],
    [String.raw`'\b'`, 8],
    [String.raw`'\t'`, 9],
    [String.raw`'\v'`, 11],
    [String.raw`'\f'`, 12],
    [String.raw`'\r'`, 13],
    [String.raw`'\x1b'`, 27],
    ["' '", 32],
    [`'"'`, 34],
    [String.raw`'\''`, 39],
    ["','", 44],
    ["'['", 91],
    [String.raw`'\\'`, 92],
    ["'}'", 125],
    [String.raw`'\x7f'`, 127],
    [String.raw`'\u0080'`, 128],
    [String.raw`'\u00a0'`, 160],
    ["'é'", 233],
    ["'😀'", 0x1f600],
    [String.raw`'\U000e0001'`, 0xe0001],
  ])('reads the integer that is printed as %s', (text, value) => {
    expect(plain(readGoPrinted(text))).toBe(value);
  });

  it.each([
    '',
    ' ',
    '[',
    ']',
    '["a"',
    '["a"] x',
    '["a"}',
    '{"a"]',
    '"a',
    "'",
    "''",
    "'ab'",
    "'\ufffd'",
    String.raw`'\ufffd'`,
    String.raw`'\x80'`,
    String.raw`'\ud800'`,
    String.raw`'\U00110000'`,
    String.raw`["\xff"]`,
    String.raw`["\q"]`,
    String.raw`["\u12"]`,
    'map["a":"b"]',
    'map[a:{b}]',
    '['.repeat(1 << 20),
    `${'['.repeat(9)}${']'.repeat(9)}`,
  ])('does not read %.40s', (text) => {
    expect(readGoPrinted(text)).toBeUndefined();
  });
});
