import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../oci/index.ts';
import { JsonPaths } from './jsonPath.ts';
import { jsonTokens, tokenText } from './jsonTokens.ts';

const text = `{
  "layers": [ {"size": 1}, {"size": -2, "annotations": {"a.b": "x", "a": {"b": "y"}}} ],
  "__proto__": {"x": 1},
  "size": 1, "e\\u0078": [[], [7]]
}`;

describe('JsonPaths', () => {
  it('indexes a large document once for all paths', () => {
    const members = Array.from({ length: 150_000 }, (_, index) => `"key ${index}":[${index}]`).join();
    const large = `{${members},"twice":1,"inner":{"lone":1,"lone":2}}`;
    const tokens = jsonTokens(large);
    const paths = new JsonPaths(tokens);
    for (let index = 0; index < 1000; index++) {
      expect(tokenText(tokens, paths.tokenOf(`key ${index * 100}.0`))).toBe(String(index * 100));
    }
    expect(tokens.starts[paths.tokenOf('lone')]).toBe(large.lastIndexOf('"lone"'));
  });

  it.each([
    ['', '{', 0],
    ['layers', '"layers"', 4],
    ['layers.1', '{', 29],
    ['layers.1.size', '"size"', 30],
    ['layers.1.annotations.a.b', '"a.b"', text.indexOf('"a.b"')],
    ['layers.1.digest', '{', 29],
    ['layers.9', '"layers"', 4],
    ['__proto__.x', '"x"', text.indexOf('"x": 1')],
    ['ex.1.0', '7', text.lastIndexOf('7')],
    ['constructor', '{', 0],
  ])('%j leads to %j', (path, expected, offset) => {
    const tokens = jsonTokens(text);
    const token = new JsonPaths(tokens).tokenOf(path);
    expect([tokenText(tokens, token), tokens.starts[token]]).toEqual([expected, offset]);
  });

  it('handles a key with a million dots', () => {
    const name = '.'.repeat(1_000_000);
    const tokens = jsonTokens(`{"annotations":{"${name}":1}}`);
    const paths = new JsonPaths(tokens);
    expect(tokens.starts[paths.tokenOf(`annotations.${name}`)]).toBe(16);
    expect(tokens.starts[paths.tokenOf(`annotations.${name}x`)]).toBe(1);
  });

  it('takes the last of duplicate keys, and finds a lone duplicated key', () => {
    const twice = '{"a":1,"config":{"size":1,"b":{"size":0},"size":2},"a":2}';
    const tokens = jsonTokens(twice);
    expect(tokens.starts[new JsonPaths(tokens).tokenOf('a')]).toBe(twice.lastIndexOf('"a"'));
    expect(tokens.starts[new JsonPaths(tokens).tokenOf('size')]).toBe(twice.lastIndexOf('"size"'));
  });

  it.each(['{"a":', '{"a"', '{', '[', '[1,', '', '}', '"a":1', '{"a":{"b":['])(
    'in %j leads to some token',
    (broken) => {
      const tokens = jsonTokens(broken);
      for (const path of ['a', 'a.b', '0', '1', 'a.b.0', ''])
        expect(new JsonPaths(tokens).tokenOf(path)).toBeLessThan(9);
    },
  );

  it('finds the token of every finding', () => {
    const manifest = '{"schemaVersion":2,"config":{"mediaType":"a/b","size":1},"layers":[{"size":"x"}]}';
    const tokens = jsonTokens(manifest);
    const findings = checkDocument('manifest', new TextEncoder().encode(manifest));
    const places = findings.map(({ path }) => `${path} ${tokenText(tokens, new JsonPaths(tokens).tokenOf(path))}`);
    expect(places).toContain('layers.0.size "size"');
    expect(places).toContain('config.digest "config"');
  });
});
