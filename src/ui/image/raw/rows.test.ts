import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openString } from './embeddedStrings.ts';
import {
  changeSheet,
  createSheet,
  foldAll,
  reveal,
  type Sheet,
  toggleFold,
  toggleOpened,
  unfoldAll,
} from './foldedText.ts';
import { IndentedLayout } from './indentedLayout.ts';
import { jsonTokens, type Tokens, tokenText } from './jsonTokens.ts';
import type { Layout } from './layout.ts';
import { Rows } from './rows.ts';
import { StoredLayout } from './storedLayout.ts';

describe('rows', () => {
  it('number lines and carry a long one on without a number', () => {
    const rows = new Rows(createSheet(new StoredLayout(jsonTokens('{"abcdef":1}\n2'))), () => 5);
    expect(drawn(rows)).toEqual(['1 {"abc', ' def":', ' 1}', '2 2']);
  });

  it('of what is folded show how much it is, and its end', () => {
    const sheet = indented('{"a":{"b":[1,2],"c":3},"d":4}');
    expect(drawn(rowsOf(fold(sheet, 'a')))).toEqual(['1 {', '2   "a": {…2},', '9   "d": 4', '10 }']);
    expect(drawn(rowsOf(foldAll(indented('{"a":{"b":[1,2]}}'))))).toEqual(['1 {', '2   "a": {…1}', '8 }']);
  });

  it('leave a closing line that opens something else', () => {
    const layout = new StoredLayout(jsonTokens('[{\n"a": 1\n}, {\n"b": [\n2]\n}]'));
    const sheet = createSheet(layout);
    expect(drawn(rowsOf(toggleFold(sheet, layout.foldOf(0))))).toEqual(['1 [{…2', '6 }]']);
    const inner = toggleFold(sheet, layout.foldOf(2));
    expect(drawn(rowsOf(inner))).toEqual(['1 [{', '2 "a": 1', '3 }, {…1}]']);
  });

  it('of what is opened in place stand under the end of its string, and fold by themselves', () => {
    const text = JSON.stringify({ v1Compatibility: '{"a":{"b":1}}', z: 1 });
    const opened = open(indented(text), text, 0);
    expect(drawn(rowsOf(opened.sheet))).toEqual([
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
    const folded = changeSheet(opened.sheet, [opened.token], (inner) => fold(inner, 'a'));
    expect(drawn(rowsOf(folded))).toContain(' >   "a": {…1}');
    expect(new Rows(folded, () => 100).placeOf(text.indexOf('"z"'))).toBe(5);
  });

  it('of what is opened in a line that goes on stand right under the row where the string ends', () => {
    const text = JSON.stringify({ data: 'aGVsbG8=', more: 'x'.repeat(40) });
    const sheet = createSheet(new StoredLayout(jsonTokens(text)));
    const rows = new Rows(open(sheet, text, 0).sheet, () => 24);
    expect(drawn(rows)).toEqual([
      '1 {"data":"aGVsbG8=","more',
      ' > hello',
      ' ":"xxxxxxxxxxxxxxxxxxxxx',
      ' xxxxxxxxxxxxxxxxxxx"}',
    ]);
    expect(rows.placeOf(text.length - 1)).toBe(3);
  });

  it('are as many as are made, and each character is in the row that is said', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 3, max: 30 }), fc.boolean(), (text, columns, isIndented) => {
        const tokens = jsonTokens(text);
        const rows = new Rows(
          createSheet(isIndented ? new IndentedLayout(tokens) : new StoredLayout(tokens)),
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

describe('a sheet', () => {
  it('keeps what is folded in another layout', () => {
    const tokens = jsonTokens('{\n"a": [\n1\n]}');
    const sheet = fold(createSheet(new IndentedLayout(tokens)), 'a');
    const stored = { ...sheet, layout: new StoredLayout(tokens) };
    expect(drawn(rowsOf(stored))).toEqual(['1 {', '2 "a": […1]}']);
  });

  it('unfolds what hides a character, and nothing else', () => {
    const text = '{"a":{"b":[1]},"c":[2]}';
    const sheet = reveal(foldAll(indented(text)), text.indexOf('1'));
    expect(drawn(rowsOf(sheet))).toEqual([
      '1 {',
      '2   "a": {',
      '3     "b": [',
      '4       1',
      '5     ]',
      '6   },',
      '7   "c": […1]',
      '10 }',
    ]);
    expect(unfoldAll(sheet).folded.size).toBe(0);
  });

  it('of 10,000 levels folds and unfolds', () => {
    const text = '['.repeat(10_000) + ']'.repeat(10_000);
    const folded = foldAll(indented(text));
    expect(rowsOf(folded).count).toBe(3);
    expect(rowsOf(reveal(folded, 9_999)).count).toBe(19_999);
  });
});

function indented(text: string): Sheet {
  return createSheet(new IndentedLayout(jsonTokens(text)));
}

function rowsOf(sheet: Sheet): Rows {
  return new Rows(sheet, () => 200);
}

/** Folds the value of a key. */
function fold(sheet: Sheet, key: string): Sheet {
  for (let line = 0; line < sheet.layout.lineCount; line++) {
    if (textOf(sheet.layout, line).includes(`"${key}":`)) return toggleFold(sheet, sheet.layout.foldOf(line));
  }
  throw new Error(`no key ${key}`);
}

function textOf(layout: Layout, line: number): string {
  return layout
    .pieces(line, 0, layout.length(line))
    .map(({ text }) => text)
    .join('');
}

/** Opens the first string of a text behind `from` that is a value. */
function open(sheet: Sheet, text: string, from: number): { sheet: Sheet; token: number } {
  const tokens = jsonTokens(text);
  const token = firstValue(tokens, from);
  return { token, sheet: toggleOpened(sheet, token, () => openString(tokens, token)) };
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
