import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { markdownCell, markdownCode, markdownTable, markdownText } from './markdownText.ts';
import { visibleText } from './shell.ts';

/**
 * An independent reader: all of CommonMark, tables, raw HTML, and links made of bare addresses. markdown-it is here for
 * this alone: what we write is judged by what others read.
 */
const reader = new MarkdownIt({ html: true, linkify: true });

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      '`',
      '|',
      '\\',
      '*',
      '_',
      '<',
      '>',
      '[',
      ']',
      '(',
      ')',
      '!',
      '#',
      '@',
      '&',
      ' ',
      '\n',
      'a',
      ';',
    ),
    maxLength: 40,
  }),
  fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    '<!-- --><script>alert(1)</script>',
    '[x](javascript:alert(1))',
    'https://evil.example/?a=b',
    'www.evil.example',
    'someone@example.com',
    '@octocat see #1',
    '| a | b |\n| - | - |',
    '`` ` ``',
    '\\|',
    '&lt;&#64;',
    '- [ ] x',
  ),
);

describe('text of a stranger in Markdown', () => {
  it('is read as code of exactly what was seen, between words of our own', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const seen = seenOf(text);
        const parts = inlineParts(`Before ${markdownCode(text)} after`);
        if (seen === '') expect(parts).toEqual([['text', 'Before – after']]);
        else
          expect(parts).toEqual([
            ['text', 'Before '],
            ['code_inline', seen],
            ['text', ' after'],
          ]);
      }),
    );
  });

  it('stays in its cell of a table, and is nothing but text there', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const table = markdownTable(['A', 'B'], [[markdownCell(one), markdownCell(other)]]);
        const tokens = reader.parse(table, {});
        expect(tokens.filter(({ type }) => type === 'td_open')).toHaveLength(2);
        expect(tokens.filter(({ type }) => type === 'tr_open')).toHaveLength(2);
        const cells = tokens.filter(({ type }) => type === 'inline').slice(2);
        for (const [index, cell] of cells.entries()) {
          const types = (cell.children ?? []).map(({ type }) => type);
          expect(types.every((type) => type === 'text' || type === 'code_inline')).toBe(true);
          const read = (cell.children ?? []).map(({ content }) => content).join('');
          expect(read.replaceAll('\u200b', '')).toBe(seenOf(index === 0 ? one : other) || '–');
        }
      }),
    );
  });

  it('is plain text in a heading', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const parts = inlineParts(`## Layer ${markdownText(text)}`);
        expect(parts.every(([type]) => type === 'text')).toBe(true);
        const read = parts.map(([, content]) => content).join('');
        expect(read.replaceAll('\u200b', '')).toBe(`Layer ${seenOf(text)}`.trim());
      }),
    );
  });

  it('calls no person and no issue', () => {
    expect(reader.renderInline(markdownText('@octocat fixes #1'))).toBe('@\u200boctocat fixes #\u200b1');
    expect(markdownCode('@octocat #1')).toBe('`@octocat #1`');
  });

  it('is cut where it is long, in a time that is not noticed', () => {
    const startMs = performance.now();
    expect(markdownCode('x'.repeat(4_000_000))).toBe(`\`${'x'.repeat(400)}…\``);
    expect(markdownCell('\\'.repeat(4_000_000)).length).toBeLessThan(10_000);
    expect(performance.now() - startMs).toBeLessThan(500);
  });
});

it('a table says how many rows it leaves out', () => {
  expect(markdownTable(['A'], [['1']], { more: 3 })).toBe('| A |\n| --- |\n| 1 |\n\nand 3 more');
});

/** What Markdown can give back of a text: one line of what can be seen. */
function seenOf(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ')).trim();
}

function inlineParts(markdown: string): readonly (readonly [string, string])[] {
  const tokens = reader.parse(markdown, {});
  expect(tokens).toHaveLength(3);
  return (tokens[1]?.children ?? []).map(({ type, content }) => [type, content] as const);
}
