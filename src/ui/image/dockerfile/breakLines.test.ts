import { execFileSync } from 'node:child_process';
import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from './breakLines.ts';

const filler = 'apt-get install --yes --no-install-recommends a-package-with-a-long-name-that-fills-the-line';

describe('a long command', () => {
  it('is broken before && and ||, and behind ;', () => {
    expect(breakLines(`set -e; ${filler} && b || c`)).toBe(`set -e; \\\n    ${filler} \\\n    && b \\\n    || c`);
  });

  it('is broken where its author had broken it, with the indent that it had', () => {
    expect(breakLines(`set -x &&\tcd /x; \t${filler} \t\tcurl \t; \tmake`)).toBe(
      `set -x && \\\n    cd /x; \\\n    ${filler} \\\n        curl \\\n    ; \\\n    make`,
    );
  });

  it('is not broken inside quotes, substitutions and backticks', () => {
    for (const kept of ["'a &&  b'", '"a &&  b"', '$(a &&  (b;  c))', '`a ;  b`', '"$(a "b ;  c")"', `\${a:-b;  c}`]) {
      expect(breakLines(`${filler} ${kept} && end`)).toBe(`${filler} ${kept} \\\n    && end`);
    }
  });

  it('is not broken at what is escaped', () => {
    expect(breakLines(`find / -exec ls {} \\; -o -name a\\  ${filler}`)).not.toContain(';\\');
    expect(breakLines(`find / -exec ls {} \\; ${filler}`)).toBe(`find / -exec ls {} \\; ${filler}`);
  });

  it('is not broken before or behind a comment, which a Dockerfile would take for its own', () => {
    const comment = `# why  && more; ${filler}`;
    expect(breakLines(`make && install; ${comment}`)).toBe(`make \\\n    && install; ${comment}`);
    expect(breakLines(`make a#b && c ${filler}`)).toBe(`make a#b \\\n    && c ${filler}`);
  });

  it.each([
    ['short', 'a && b'],
    ['of several lines', `a\n${filler} && b`],
    ['with a heredoc', `cat <<EOF && ${filler}`],
    ['with an open quote', `echo "a && ${filler}`],
    ['with an open substitution', `echo $(a && ${filler}`],
    ['with quotes of bash', `echo $'a\\'' && ${filler}`],
    ['with quotes inside a parameter', `echo \${a:-'b'} && ${filler}`],
    ['with a case inside a substitution', `echo $(case a in a) b;; esac) && ${filler}`],
  ])('stays as it is where it is %s', (_, script) => {
    expect(breakLines(script)).toBe(script);
  });

  it('says the same to a shell once a Dockerfile has joined its lines', () => {
    const parts = [
      'echo a',
      "printf '%s|' 'b  &&  c'  d \t\te",
      'echo "f; $(echo "g  ;  h" && echo i)  j"',
      'for k in 1 2; do echo "$k  x"; done',
      'if true; then echo l; else echo m; fi',
      'case n in n) echo o;; *) echo p;; esac',
      '{ echo q; echo r; } | cat',
      'false || echo `echo "s  t"`',
    ];
    const script = parts.join(' && ');
    const broken = breakLines(script);
    expect(broken.split('\n').length).toBeGreaterThan(12);
    expect(run(join(broken))).toBe(run(script));
  });

  it('keeps every word and every quoted space, whatever it is made of', () => {
    const word = constantFrom(
      'a',
      "'x  ;y'",
      '"p  && q"',
      '$(b;  c)',
      '`d  e`',
      '\\;',
      '\\ ',
      `\${f}`,
      '(',
      ')',
      filler,
    );
    const glue = constantFrom(' ', '  ', '\t\t', ' && ', ' || ', '; ', ';;', ' &&\t', ' #', '');
    assert(
      property(array(word, { maxLength: 12 }), array(glue, { minLength: 12, maxLength: 12 }), (words, glues) => {
        const script = words
          .map((text, index) => text + glues[index])
          .join('')
          .trim();
        const broken = breakLines(script);
        expect(spaced(join(broken))).toBe(spaced(script));
        for (const quoted of ["'x  ;y'", '"p  && q"', '$(b;  c)', '`d  e`']) {
          expect(broken.split(quoted).length).toBe(script.split(quoted).length);
        }
      }),
    );
  });
});

/** One space between words, and around what parts commands. */
function spaced(script: string): string {
  return script
    .replace(/(;;?&?|&&|\|\|)/g, ' $1 ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** As Docker's parser does it: lines of comment go, lines that end in a backslash are one with the next. */
function join(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll('\\\n', '');
}

function run(script: string): string {
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
}
