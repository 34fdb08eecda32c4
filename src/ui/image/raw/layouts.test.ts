import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex, HexLayout } from './hexLayout.ts';
import { IndentedLayout } from './indentedLayout.ts';
import { jsonTokens, plainTokens } from './jsonTokens.ts';
import type { Layout } from './layout.ts';
import { readText } from './readText.ts';
import { StoredLayout } from './storedLayout.ts';

const loneSurrogate = /\p{Surrogate}/u;
const anyText = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'{}[]",: \n1a😀') }),
);

describe('StoredLayout', () => {
  it('joins to the exact text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(linesOf(new StoredLayout(jsonTokens(text))).join('\n')).toBe(text);
        expect(linesOf(new StoredLayout(plainTokens(text))).join('\n')).toBe(text);
      }),
    );
  });

  it('folds the outermost bracket that a later line closes', () => {
    const layout = new StoredLayout(jsonTokens('[{"a": [1],\n"b": 2},\n{}]'));
    expect([0, 1, 2].map((line) => layout.foldOf(line))).toEqual([0, -1, -1]);
  });
});

describe('IndentedLayout', () => {
  it('changes only white space, and preserves duplicate keys and large numbers', () => {
    expect(indent('{"a":1,"a":[1E400,{}, { } ],"b":[]}')).toBe(
      '{\n  "a": 1,\n  "a": [\n    1E400,\n    {},\n    {}\n  ],\n  "b": []\n}',
    );
  });

  it('equals the output of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(indent(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
      }),
    );
  });

  it('preserves every token of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",: \n1a') }), (text) => {
        const squeeze = (of: string) => of.replace(/[ \n]/g, '');
        expect(squeeze(indent(text))).toBe(squeeze(text));
      }),
    );
  });

  it('puts consecutive JSON texts on lines of their own', () => {
    expect(indent('{"a":1}\n{"a":2}3 4')).toBe('{\n  "a": 1\n}\n{\n  "a": 2\n}\n3\n4');
  });

  it('limits depth to 40 levels and the tokens of a line', () => {
    const deep = new IndentedLayout(jsonTokens('['.repeat(10_000) + ']'.repeat(10_000)));
    expect(deep.lineCount).toBe(19_999);
    expect(Math.max(...Array.from({ length: deep.lineCount }, (_, line) => deep.length(line)))).toBe(82);
    expect(new IndentedLayout(jsonTokens(':'.repeat(10_000))).length(0)).toBeLessThan(200);
  });
});

describe('every layout', () => {
  const layouts = [
    (text: string) => new StoredLayout(jsonTokens(text)),
    (text: string) => new IndentedLayout(jsonTokens(text)),
  ];

  it('returns the same text in pieces, and never splits a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 9 }), fc.constantFrom(...layouts), (text, columns, layOut) => {
        const layout = layOut(text);
        for (let line = 0; line < layout.lineCount; line++) {
          const rows = Math.max(1, Math.ceil(layout.length(line) / columns));
          const cut = Array.from({ length: rows }, (_, row) =>
            textOf(layout, line, row * columns, (row + 1) * columns),
          );
          expect(cut.join('')).toBe(textOf(layout, line));
          expect(cut.join('')).toHaveLength(layout.length(line));
          if (!loneSurrogate.test(text)) expect(cut.filter((row) => loneSurrogate.test(row))).toEqual([]);
        }
      }),
    );
  });

  it('finds the row and column of each character', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...layouts), (text, layOut) => {
        const layout = layOut(text);
        for (let offset = 0; offset < text.length; offset++) {
          if (/\s/.test(text[offset] ?? '')) continue;
          const line = layout.lineOf(offset);
          const column = layout.columnOf(line, offset);
          expect(textOf(layout, line)[column]).toBe(text[offset]);
        }
      }),
    );
  });

  it('folds from an opening bracket to the line of its closing one', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const layout = new IndentedLayout(jsonTokens(text));
        for (let line = 0; line < layout.lineCount; line++) {
          const opens = /[{[]$/.test(textOf(layout, line));
          expect(layout.foldOf(line) >= 0).toBe(opens);
        }
      }),
    );
  });
});

describe('HexLayout', () => {
  it('matches hexdump -C', () => {
    const layout = new HexLayout(Uint8Array.from({ length: 18 }, (_, index) => index + 0x39));
    expect(linesOf(layout)).toEqual([
      '00000000  39 3a 3b 3c 3d 3e 3f 40  41 42 43 44 45 46 47 48  9:;<=>?@ABCDEFGH',
      '00000010  49 4a                                             IJ',
    ]);
    expect([0, 1].map((line) => layout.length(line))).toEqual(linesOf(layout).map((line) => line.length));
    expect(formatHex(Uint8Array.of(0, 255, 16))).toBe('00ff10');
  });
});

describe('readText', () => {
  it.each([
    ['{"a":1}', 'json'],
    [' [1]', 'json'],
    ['{', 'json'],
    ['\ufeff{"a":1}', 'json'],
    ['{"a":1,}', 'json'],
    ['1e400', 'json'],
    ['-----BEGIN CERTIFICATE-----\nMII=\n', 'text'],
    ['a: 1\nb: 2\n', 'text'],
    ['[section]\nkey = 1\n', 'text'],
    ['{{ .Values.a }}', 'text'],
    ['', 'text'],
    ['a\0b', 'bytes'],
  ])('%j is %s', (text, kind) => {
    expect(readText(new TextEncoder().encode(text)).kind).toBe(kind);
  });

  it('preserves a byte order mark, and treats invalid UTF-8 as binary', () => {
    const raw = readText(new TextEncoder().encode('\ufeff{}'));
    expect(raw.kind === 'bytes' ? '' : raw.tokens.text).toBe('\ufeff{}');
    expect(readText(Uint8Array.of(0x7b, 0xff, 0x7d)).kind).toBe('bytes');
  });
});

function indent(text: string): string {
  return linesOf(new IndentedLayout(jsonTokens(text))).join('\n');
}

function linesOf(layout: Layout): string[] {
  return Array.from({ length: layout.lineCount }, (_, line) => textOf(layout, line));
}

function textOf(layout: Layout, line: number, from = 0, to = layout.length(line)): string {
  return layout
    .pieces(line, from, to)
    .map(({ text }) => text)
    .join('');
}
