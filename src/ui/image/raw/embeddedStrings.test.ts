import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../kit/base64.ts';
import { embeddedKind, layOutEmbedded } from './embeddedStrings.ts';
import { jsonTokens, kind, type Tokens } from './jsonTokens.ts';
import type { Layout } from './layout.ts';

const pem = '-----BEGIN CERTIFICATE-----\nMIIBAA==\n-----END CERTIFICATE-----\n';
const hex = 'ab'.repeat(32);

describe('embeddedKind', () => {
  it.each<[string, unknown, string | undefined]>([
    ['v1Compatibility', '{"id":"a"}', 'JSON'],
    ['sh.brew.tab', '{"arch":"arm64"}', 'JSON'],
    ['x', '[{"a":1}]', 'JSON'],
    ['x', '{}', undefined],
    ['x', '{nope}', undefined],
    ['x', '[not json]', undefined],
    ['x', '{"a":1} and more', undefined],
    ['created_by', '["/bin/sh","-c"]', undefined],
    ['data', 'e30=', 'base64'],
    ['payload', 'eyJhIjoxfQ', 'base64'],
    ['data', 'not base64!', undefined],
    ['data', 'abcde', undefined],
    ['keyId', hex, undefined],
    ['anything', 'eyJhIjoiYSBsb25nIHZhbHVlIn0=', 'base64'],
    ['anything', btoa(pem), 'base64'],
    ['anything', 'linux', undefined],
    ['dev.sigstore.cosign/certificate', pem, 'text'],
    ['anything', 'one line\n', undefined],
    ['x5c', ['MIIBAA==', 'MIIBAB=='], 'base64'],
  ])('%s: %j is %s', (key, value, expected) => {
    const tokens = jsonTokens(JSON.stringify({ first: 1, [key]: value }));
    expect(embeddedKind(tokens, lastString(tokens))).toBe(expected);
  });

  it('is undefined if an escape is not valid JSON', () => {
    const tokens = jsonTokens('{"a":"{\\"b\\":\\q}"}');
    expect(embeddedKind(tokens, lastString(tokens))).toBeUndefined();
  });
});

describe('layOutEmbedded', () => {
  it.each<[string, string, string]>([
    ['v1Compatibility', '{"id":"a","id":1e400}', '{\n  "id": "a",\n  "id": 1e400\n}'],
    ['data', btoa('{"a":[1]}'), '{\n  "a": [\n    1\n  ]\n}'],
    ['data', btoa('hello'), 'hello'],
    ['certificate', pem, pem],
    ['publicKey', btoa(pem), pem],
    ['sig', btoa('\x00\xff'), `00000000  00 ff${' '.repeat(45)}..`],
  ])('%s %j gives %j', (key, value, expected) => {
    const tokens = jsonTokens(JSON.stringify({ [key]: value }));
    expect(textOf(layOutEmbedded(tokens, lastString(tokens)))).toBe(expected);
  });

  it('reads base64 and base64url, with padding and without', () => {
    const read = (text: string) => decodeBase64(text)?.join();
    expect([read('-_8='), read('+/8'), read('YQ=='), read('Y\nQ')]).toEqual(['251,255', '251,255', '97', '97']);
    expect([read('a'), read('YQ='), read('Y Q'), read('=')]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('scans a string of 4 MiB once', () => {
    const tokens = jsonTokens(JSON.stringify({ data: btoa('a'.repeat(3_000_000)) }));
    expect(embeddedKind(tokens, lastString(tokens))).toBe('base64');
    expect(layOutEmbedded(tokens, lastString(tokens)).length(0)).toBe(3_000_000);
  });
});

function lastString(tokens: Tokens): number {
  return tokens.kinds.lastIndexOf(kind.string, tokens.count - 1);
}

function textOf(layout: Layout): string {
  return Array.from({ length: layout.lineCount }, (_, line) =>
    layout
      .pieces(line, 0, layout.length(line))
      .map(({ text }) => text)
      .join(''),
  ).join('\n');
}
