import { describe, expect, it } from 'vitest';
import type { HistoryLine } from '../../../oci/index.ts';
import { type RealStep, realHistories } from '../../../testing/fixtures/realHistories.ts';
import { readSteps } from '../../tree/instructions.ts';
import { builderText } from './builders.ts';
import { baseOf, dockerfileText, readStep } from './dockerfileText.ts';

describe.each(realHistories)('a history of $builder', ({ words, steps }) => {
  const lines = steps.map(lineOf);

  it('returns its steps', () => {
    expect(readSteps(lines).map((step) => readStep(step))).toMatchObject(
      steps.map(({ remarks = [], keyword, text }) => ({ remarks, keyword, text })),
    );
  });

  it('names the builders', () => {
    expect(builderText(lines)).toBe(words);
  });
});

describe('dockerfileText', () => {
  it('starts with the base image that the manifest states', () => {
    const base = baseOf({
      'org.opencontainers.image.base.name': 'docker.io/library/debian:13',
      'org.opencontainers.image.base.digest': 'sha256:ab',
    });
    const lines = ['COPY a / # buildkit', 'CMD ["a" "b"]'].map((createdBy) => lineOf({ createdBy }));
    expect(dockerfileText(readSteps(lines), base)).toBe(
      '# FROM docker.io/library/debian:13@sha256:ab\nCOPY a /\nCMD ["a", "b"]\n',
    );
  });

  it('states no base image if the manifest has none', () => {
    expect(baseOf(undefined)).toBeUndefined();
    expect(baseOf({})).toBeUndefined();
  });

  it('removes the shell that the config states from each RUN', () => {
    const shell = ['/bin/ash', '-e', '-x', '-c'];
    const lines = [lineOf({ createdBy: 'RUN /bin/ash -e -x -c make # buildkit' })];
    expect(dockerfileText(readSteps(lines, shell), undefined)).toBe('RUN make\n');
  });

  it('adds a comment for a shell that no SHELL step set', () => {
    const lines = [lineOf({ createdBy: 'RUN /bin/bash -ec make # buildkit' })];
    expect(dockerfileText(readSteps(lines), undefined)).toBe('# in the shell /bin/bash -ec\nRUN make\n');
  });

  it('writes strings that Go has escaped as JSON', () => {
    expect(textOf('CMD ["\\x00" "a"]')).toBe('CMD ["\\u0000", "a"]\n');
    expect(textOf('CMD ["a \\" " "b, c"]')).toBe('CMD ["a \\" ", "b, c"]\n');
  });

  it('leaves ambiguous values with spaces unquoted', () => {
    expect(textOf('LABEL a=b c d=e')).toBe('LABEL a=b c d=e\n');
  });

  it('keeps every line of a hostile step within that step', () => {
    expect(textOf('CMD x\nRUN evil')).toBe('CMD x␊RUN evil\n');
    expect(textOf('said\nRUN evil\r\u202e')).toBe('# said\n# RUN evil␍\\u{202e}\n');
    expect(textOf('RUN /bin/sh -c a\nEOF\nEOF_\nRUN evil # buildkit')).toBe(
      'RUN <<EOF__\na\nEOF\nEOF_\nRUN evil\nEOF__\n',
    );
    const line = { entry: { createdBy: 'x', comment: 'a\nRUN evil', emptyLayer: false } };
    expect(dockerfileText(readSteps([line]), undefined)).toBe('# x (a\n# RUN evil)\n');
  });

  it('does not read an instruction marker inside a command', () => {
    expect(textOf('/bin/sh -c evil; #(nop)  CMD ["sh"]')).toBe('RUN evil; #(nop)  CMD ["sh"]\n');
    expect(textOf('powershell -Command evil; #(nop)  CMD ["sh"]')).toBe(
      '# powershell -Command evil; #(nop)  CMD ["sh"]\n',
    );
  });

  it.each([
    ['spaces', ' '.repeat(1 << 20)],
    ['spaces inside', `RUN /bin/sh -c a${' '.repeat(1 << 20)}b # buildkit`],
    ['shells', '/bin/sh -a '.repeat(95_000)],
    ['arguments', `|999 ${'A=b '.repeat(260_000)}`],
    ['quotes', `CMD [${'"a" '.repeat(260_000)}`],
    ['pairs', `LABEL a=${'b c'.repeat(350_000)}`],
    ['backslashes', `HEALTHCHECK &{["CMD-SHELL" "${'\\'.repeat(1 << 20)}`],
    ['open substitutions', `RUN ${'$('.repeat(500_000)}`],
    ['line feeds', `RUN /bin/sh -c ${'a\n'.repeat(500_000)}`],
  ])('handles a step of 1 MiB of %s within 4 s', (_, createdBy) => {
    const start = performance.now();
    expect(textOf(createdBy).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it('handles 100,000 steps within 4 s', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) =>
      lineOf({ createdBy: index % 2 ? `ARG A${index}=1` : `RUN |1 A${index - 1}=1 /bin/sh -c make # buildkit` }),
    );
    const start = performance.now();
    const steps = readSteps(lines);
    expect(performance.now() - start).toBeLessThan(4000);
    expect(dockerfileText(steps.slice(-2), undefined)).toBe('RUN make\nARG A99999=1\n');
  });
});

function textOf(createdBy: string): string {
  return dockerfileText(readSteps([lineOf({ createdBy })]), undefined);
}

function lineOf({ createdBy, comment, author, isEmpty = false }: Partial<RealStep>): HistoryLine {
  return {
    entry: {
      ...(createdBy === undefined ? {} : { createdBy }),
      ...(comment === undefined ? {} : { comment }),
      ...(author === undefined ? {} : { author }),
      emptyLayer: isEmpty,
    },
  };
}
