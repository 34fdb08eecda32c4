import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { parseJson } from './index.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function messageOf(source: string | Uint8Array): string {
  try {
    parseJson(typeof source === 'string' ? encode(source) : source);
  } catch (error) {
    if (error instanceof AppError && error.detail?.kind === 'syntax') return error.message;
    throw error;
  }
  return 'accepted';
}

describe('parseJson', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    ['  ', 'unexpected end of JSON input'],
    ['{"a":1', 'unexpected end of JSON input'],
    ['"abc', 'unexpected end of JSON input'],
    ['{"a":tr', "invalid character ' ' in literal true (expecting 'u')"],
    ['nulL', "invalid character 'L' in literal null (expecting 'l')"],
    ['-', "invalid character ' ' in numeric literal"],
    ['-a', "invalid character 'a' in numeric literal"],
    ['1.', "invalid character ' ' after decimal point in numeric literal"],
    ['1e+', "invalid character ' ' in exponent of numeric literal"],
    ['01', "invalid character '1' after top-level value"],
    ['+1', "invalid character '+' looking for beginning of value"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['"\\', "invalid character ' ' in string escape code"],
    ['"a\tb"', "invalid character '\\t' in string literal"],
    ['{}\u0000', "invalid character '\\x00' after top-level value"],
    ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
    ['\u00a0{}', "invalid character 'Â' looking for beginning of value"],
    ['// c', "invalid character '/' looking for beginning of value"],
    ['[NaN]', "invalid character 'N' looking for beginning of value"],
  ])('refuses %j as Go does', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  test.each(['null', ' \r\n\t0 ', '-0', '1E-3', '"\\u0041\\/"', '[[],{}]', '{"":{"":[]}}', 'true', '"\u007f"'])(
    'accepts %j',
    (text) => {
      expect(messageOf(text)).toBe('accepted');
    },
  );

  test.each([
    ['"a\\ud800b"', 'a\ufffdb'],
    ['"\\ud800\\u0041"', '\ufffdA'],
    ['"\\ud83d\\ude00"', '😀'],
    ['"\\udc00\\ud800"', '\ufffd\ufffd'],
    ['"\\u0000\\b\\f\\n\\r\\t\\"\\\\"', '\0\b\f\n\r\t"\\'],
    ['"é日😀"', 'é日😀'],
    ['"\ufeffx"', '\ufeffx'],
  ])('decodes %j', (text, expected) => {
    expect(parseJson(encode(text)).string(0)).toBe(expected);
  });

  test.each([
    ['a cut sequence', [0xe2, 0x82], 2],
    ['a lone continuation byte', [0x80], 1],
    ['an overlong form', [0xc0, 0xaf], 2],
    ['an encoded surrogate', [0xed, 0xa0, 0x80], 3],
    ['a point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 4],
    ['a cut sequence of four', [0xf0, 0x9f, 0x98], 3],
  ])('replaces each byte of %s with U+FFFD', (_name, bytes, count) => {
    const document = parseJson(Uint8Array.of(0x22, 0x61, ...bytes, 0x62, 0x22));
    expect(document.string(0)).toBe(`a${'\ufffd'.repeat(count)}b`);
  });

  test('reads ten thousand levels and refuses one more', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(messageOf(nested(10_000))).toBe('accepted');
    expect(messageOf(nested(10_001))).toBe("invalid character '[' exceeded max depth");
  });

  test('keeps the text of numbers and the order of members, duplicates included', () => {
    const document = parseJson(encode('{"b":9007199254740993,"a":1.0e+2,"b":[true,null]}'));
    const members = [...document.members(0)].map(([key, row]) => [key, document.kind(row), document.literal(row)]);
    expect(members).toEqual([
      ['b', 'number', '9007199254740993'],
      ['a', 'number', '1.0e+2'],
      ['b', 'array', '[true,null]'],
    ]);
    expect(document.kind(document.member(0, 'b') ?? 0)).toBe('array');
  });

  test('returns the offsets of a value in the bytes', () => {
    const text = ' {"k" : [1, {"x":"y"}] } ';
    const document = parseJson(encode(text));
    const cut = Array.from({ length: document.count }, (_, row) => text.slice(document.start(row), document.end(row)));
    expect(cut).toEqual(['{"k" : [1, {"x":"y"}] }', '"k"', '[1, {"x":"y"}]', '1', '{"x":"y"}', '"x"', '"y"']);
  });
});
