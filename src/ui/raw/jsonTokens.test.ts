import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentTokens, type JsonToken, jsonTokens, layOut } from './jsonTokens.ts';

describe('the tokens of a JSON text', () => {
  it('tell keys from values', () => {
    expect(jsonTokens('{"size" : 9007199254740993, "a":[true]}').filter(({ kind }) => kind !== 'space')).toEqual([
      { kind: 'mark', text: '{' },
      { kind: 'key', text: '"size"' },
      { kind: 'mark', text: ':' },
      { kind: 'number', text: '9007199254740993' },
      { kind: 'mark', text: ',' },
      { kind: 'key', text: '"a"' },
      { kind: 'mark', text: ':' },
      { kind: 'mark', text: '[' },
      { kind: 'word', text: 'true' },
      { kind: 'mark', text: ']' },
      { kind: 'mark', text: '}' },
    ]);
  });

  it('put together are the text, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'{}[]",:\\-1e\n') })),
        (text) => {
          expect(join(jsonTokens(text))).toBe(text);
        },
      ),
    );
  });

  it('of a large text full of quotes and escapes are found in one pass', () => {
    const text = '"\\'.repeat(500_000);
    expect(join(jsonTokens(text))).toBe(text);
  });
});

describe('indenting', () => {
  it('changes nothing but white space: duplicate keys and large numbers stay as they are', () => {
    const text = '{"a":1,"a":[1E400,{}],"b":[]}';
    expect(join(indentTokens(jsonTokens(text)))).toBe('{\n  "a": 1,\n  "a": [\n    1E400,\n    {}\n  ],\n  "b": []\n}');
  });

  it('keeps every token of any text', () => {
    const solid = (tokens: readonly JsonToken[]) => tokens.filter(({ kind }) => kind !== 'space');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",: \n1a') }), (text) => {
        const tokens = jsonTokens(text);
        expect(solid(indentTokens(tokens))).toEqual(solid(tokens));
      }),
    );
  });
});

describe('laying out', () => {
  it('numbers lines and carries a long one on without a number', () => {
    const lines = layOut(jsonTokens('{"abcdef":1}\n2'), 5);
    expect(lines.map(({ number, tokens }) => [number, join(tokens)])).toEqual([
      [1, '{"abc'],
      [undefined, 'def":'],
      [undefined, '1}'],
      [2, '2'],
    ]);
  });
});

function join(tokens: readonly JsonToken[]): string {
  return tokens.map(({ text }) => text).join('');
}
