import { describe, expect, it } from 'vitest';
import { enclosing, keyOfValue } from './jsonPlace.ts';
import { jsonTokens, tokenText } from './jsonTokens.ts';

describe('keyOfValue', () => {
  it('returns the key of the value or of its array', () => {
    const tokens = jsonTokens('{"a":{"b":["x", {"c":"y"}, "z"]}}');
    const of = (value: string) => keyOfValue(tokens, tokenNamed(value));
    expect([of('"x"'), of('"y"'), of('"z"')]).toEqual(['b', 'c', 'b']);
    expect(tokenText(tokens, enclosing(tokens, tokenNamed('"y"')))).toBe('{');

    function tokenNamed(value: string): number {
      for (let token = 0; token < tokens.count; token++) if (tokenText(tokens, token) === value) return token;
      throw new Error(`no ${value}`);
    }
  });

  it('does not search a large document', () => {
    const tokens = jsonTokens(`{"a":[${'"x",'.repeat(500_000)}"y"]}`);
    expect(keyOfValue(tokens, tokens.count - 3)).toBeUndefined();
  });
});
