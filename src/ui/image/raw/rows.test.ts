import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutEmbedded } from './embeddedStrings.ts';
import {
  createFoldedText,
  type FoldedText,
  foldAll,
  reveal,
  toggleEmbedded,
  toggleFold,
  unfoldAll,
  updateAt,
} from './foldedText.ts';
import { IndentedLayout } from './indentedLayout.ts';
import { jsonTokens, type Tokens, tokenText } from './jsonTokens.ts';
import type { Layout } from './layout.ts';
import { Rows } from './rows.ts';
import { StoredLayout } from './storedLayout.ts';

describe('Rows', () => {
  it('numbers lines, but not continuation rows', () => {
    const rows = new Rows(createFoldedText(new StoredLayout(jsonTokens('{"abcdef":1}\n2'))), () => 5);
    expect(drawn(rows)).toEqual(['1 {"abc', ' def":', ' 1}', '2 2']);
  });

  it('shows the count and the closing bracket of folded content', () => {
    const foldedText = indented('{"a":{"b":[1,2],"c":3},"d":4}');
    expect(drawn(rowsOf(fold(foldedText, 'a')))).toEqual(['1 {', '2   "a": {…2},', '9   "d": 4', '10 }']);
    expect(drawn(rowsOf(foldAll(indented('{"a":{"b":[1,2]}}'))))).toEqual(['1 {', '2   "a": {…1}', '8 }']);
  });

  it('shows a closing line that opens something else', () => {
    const layout = new StoredLayout(jsonTokens('[{\n"a": 1\n}, {\n"b": [\n2]\n}]'));
    const foldedText = createFoldedText(layout);
    expect(drawn(rowsOf(toggleFold(foldedText, layout.foldOf(0))))).toEqual(['1 [{…2', '6 }]']);
    const inner = toggleFold(foldedText, layout.foldOf(2));
    expect(drawn(rowsOf(inner))).toEqual(['1 [{', '2 "a": 1', '3 }, {…1}]']);
  });

  it('shows embedded text under the end of its string, with folds of its own', () => {
    const text = JSON.stringify({ v1Compatibility: '{"a":{"b":1}}', z: 1 });
    const opened = open(indented(text), text, 0);
    expect(drawn(rowsOf(opened.foldedText))).toEqual([
      '1 {',
      '2   "v1Compatibility": "{\\"a\\":{\\"b\\":1}}",',
      ' > {',
      ' >   "a": {',
      ' >     "b": 1',
      ' >   }',
      ' > }',
      '3   "z": 1',
      '4 }',
    ]);
    const folded = updateAt(opened.foldedText, [opened.token], (inner) => fold(inner, 'a'));
    expect(drawn(rowsOf(folded))).toContain(' >   "a": {…1}');
    expect(new Rows(folded, () => 100).placeOf(text.indexOf('"z"'))).toBe(5);
  });

  it('shows embedded text under the row of a long line in which the string ends', () => {
    const text = JSON.stringify({ data: 'aGVsbG8=', more: 'x'.repeat(40) });
    const foldedText = createFoldedText(new StoredLayout(jsonTokens(text)));
    const rows = new Rows(open(foldedText, text, 0).foldedText, () => 24);
    expect(drawn(rows)).toEqual([
      '1 {"data":"aGVsbG8=","more',
      ' > hello',
      ' ":"xxxxxxxxxxxxxxxxxxxxx',
      ' xxxxxxxxxxxxxxxxxxx"}',
    ]);
    expect(rows.placeOf(text.length - 1)).toBe(3);
  });

  it('counts its rows, and finds the row of each character', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 3, max: 30 }), fc.boolean(), (text, columns, isIndented) => {
        const tokens = jsonTokens(text);
        const rows = new Rows(
          createFoldedText(isIndented ? new IndentedLayout(tokens) : new StoredLayout(tokens)),
          () => columns,
        );
        expect(rows.at(rows.count)).toBeUndefined();
        for (let offset = 0; offset < text.length; offset += 3) {
          if (/\s/.test(text[offset] ?? '')) continue;
          const row = rows.at(rows.placeOf(offset));
          const has = row?.pieces.some(
            ({ start, text: piece }) => start <= offset + 1 && offset - 1 < start + piece.length,
          );
          expect(has).toBe(true);
        }
      }),
    );
  });
});

describe('FoldedText', () => {
  it('preserves folds in another layout', () => {
    const tokens = jsonTokens('{\n"a": [\n1\n]}');
    const foldedText = fold(createFoldedText(new IndentedLayout(tokens)), 'a');
    const stored = { ...foldedText, layout: new StoredLayout(tokens) };
    expect(drawn(rowsOf(stored))).toEqual(['1 {', '2 "a": […1]}']);
  });

  it('unfolds only what hides a character', () => {
    const text = '{"a":{"b":[1]},"c":[2]}';
    const foldedText = reveal(foldAll(indented(text)), text.indexOf('1'));
    expect(drawn(rowsOf(foldedText))).toEqual([
      '1 {',
      '2   "a": {',
      '3     "b": [',
      '4       1',
      '5     ]',
      '6   },',
      '7   "c": […1]',
      '10 }',
    ]);
    expect(unfoldAll(foldedText).folded.size).toBe(0);
  });

  it('folds and unfolds 10,000 levels', () => {
    const text = '['.repeat(10_000) + ']'.repeat(10_000);
    const folded = foldAll(indented(text));
    expect(rowsOf(folded).count).toBe(3);
    expect(rowsOf(reveal(folded, 9_999)).count).toBe(19_999);
  });
});

function indented(text: string): FoldedText {
  return createFoldedText(new IndentedLayout(jsonTokens(text)));
}

function rowsOf(foldedText: FoldedText): Rows {
  return new Rows(foldedText, () => 200);
}

/** Folds the value of a key. */
function fold(foldedText: FoldedText, key: string): FoldedText {
  for (let line = 0; line < foldedText.layout.lineCount; line++) {
    if (textOf(foldedText.layout, line).includes(`"${key}":`))
      return toggleFold(foldedText, foldedText.layout.foldOf(line));
  }
  throw new Error(`no key ${key}`);
}

function textOf(layout: Layout, line: number): string {
  return layout
    .pieces(line, 0, layout.length(line))
    .map(({ text }) => text)
    .join('');
}

/** Opens the first string value after `from`. */
function open(foldedText: FoldedText, text: string, from: number): { foldedText: FoldedText; token: number } {
  const tokens = jsonTokens(text);
  const token = firstValue(tokens, from);
  return { token, foldedText: toggleEmbedded(foldedText, token, () => layOutEmbedded(tokens, token)) };
}

function firstValue(tokens: Tokens, from: number): number {
  for (let token = from; token < tokens.count; token++) {
    if (tokens.kinds[token] === 2 && tokenText(tokens, token) !== '""') return token;
  }
  throw new Error('no string');
}

function drawn(rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, index) => {
    const row = rows.at(index);
    const text = (row?.pieces ?? []).map((piece) => piece.text).join('');
    const rest = row?.folded ? `…${row.folded.count}${row.folded.closing.map((piece) => piece.text).join('')}` : '';
    return `${row?.number ?? ''}${' >'.repeat(row?.path.length ?? 0)} ${text}${rest}`;
  });
}
