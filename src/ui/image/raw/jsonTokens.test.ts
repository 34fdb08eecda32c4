import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTokens, type Tokens, tokenKinds, tokenText } from './jsonTokens.ts';

describe('jsonTokens', () => {
  it('distinguishes keys from values', () => {
    expect(solid('{"size" : 9007199254740993, "a":[true]}')).toEqual([
      'open {',
      'key "size"',
      'colon :',
      'number 9007199254740993',
      'comma ,',
      'key "a"',
      'colon :',
      'open [',
      'word true',
      'close ]',
      'close }',
    ]);
  });

  it('covers any text without gaps', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'{}[]",:\\-1e\n') })),
        (text) => {
          const tokens = jsonTokens(text);
          expect(all(tokens).join('')).toBe(text);
          expect(all(tokens)).not.toContain('');
        },
      ),
    );
  });

  it('has no “other” token for valid JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { kinds, count } = jsonTokens(text);
        expect(kinds.subarray(0, count)).not.toContain(tokenKinds.indexOf('other'));
      }),
    );
  });

  it.each([
    ['"abc', ['other "abc']],
    ['"abc\\"', ['other "abc\\"']],
    ['"abc\\"\n1', ['other "abc\\"', 'number 1']],
    ['"a\\\\"', ['string "a\\\\"']],
    ['"\\\n"', ['other "\\', 'other "']],
    ['truely', ['other truely']],
    ['__proto__', ['other __proto__']],
  ])('of %j are %j', (text, expected) => {
    expect(solid(text)).toEqual(expected);
  });

  it('pairs matching brackets', () => {
    expect([...jsonTokens('[{}]').partners].slice(0, 4)).toEqual([3, 2, 1, 0]);
    expect([...jsonTokens('[}]').partners].slice(0, 3)).toEqual([2, -1, 0]);
    expect([...jsonTokens(']][').partners].slice(0, 3)).toEqual([-1, -1, -1]);
  });

  it.each([
    ['quotes and escapes', '"\\'.repeat(2_000_000)],
    ['brackets', '['.repeat(4_000_000)],
    ['one string', `"${'a'.repeat(4_000_000)}"`],
    ['tiny tokens', '1,'.repeat(2_000_000)],
  ])('of 4 MiB of %s are found in one pass', (_, text) => {
    const { starts, count } = jsonTokens(text);
    expect(starts[count]).toBe(text.length);
  });
});

function all(tokens: Tokens): string[] {
  return Array.from({ length: tokens.count }, (_, token) => tokenText(tokens, token));
}

function solid(text: string): string[] {
  const tokens = jsonTokens(text);
  return all(tokens)
    .map((token, index) => `${tokenKinds[tokens.kinds[index] ?? 0]} ${token}`)
    .filter((token) => !token.startsWith('space'));
}
