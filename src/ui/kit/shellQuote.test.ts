import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainFileName, shellWord, visibleText } from './shellQuote.ts';

/** Returns the words as a shell parses them, each ended by a line feed, which no word can contain. */
function readByShell(words: readonly string[]): string[] {
  const script = words.map((word) => `printf '%s\\n' ${word}`).join('\n');
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1);
}

describe('shellWord', () => {
  it('is parsed by a real shell as the visible text', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '"', '$', '`', '\\', '!', ' ', '\n', ';', '&', '(', '*', '~', '-', '#') }),
      fc.constantFrom('$(id)', '`id`', "'; id; '", '-rf', '~root', '\u001b[2J', 'a\u202eb', '\ud800'),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 30 }), (texts) => {
        expect(readByShell(texts.map(shellWord))).toEqual(texts.map(visibleText));
      }),
      { numRuns: 60 },
    );
  });

  it('is unchanged if it has no special characters', () => {
    expect(shellWord('docker.io/library/alpine@sha256:ab')).toBe('docker.io/library/alpine@sha256:ab');
    expect(shellWord('')).toBe("''");
    expect(shellWord("it's")).toBe("'it'\\''s'");
  });

  it('has no line ends, escapes or characters that reverse text', () => {
    expect(shellWord('a\r\nb\u0000c\u001b[1md\u202ee\u200bf\u2028g')).toBe("'abc[1mdefg'");
  });
});

describe('plainFileName', () => {
  it('returns the last part; undefined if it is hidden, an option, a home directory or empty', () => {
    expect(plainFileName('../../etc/passwd')).toBe('passwd');
    expect(plainFileName('C:\\temp\\model.gguf')).toBe('model.gguf');
    for (const name of ['', '..', '.bashrc', '-rf', '~', 'a/', 'x'.repeat(121), undefined]) {
      expect(plainFileName(name)).toBeUndefined();
    }
  });
});
