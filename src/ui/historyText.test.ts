import { expect, it } from 'vitest';
import { historyLine, historyText } from './historyText.ts';

it.each([
  ['/bin/sh -c #(nop)  CMD ["/bin/sh"]', 'CMD', '["/bin/sh"]'],
  ['/bin/sh -c apt-get update', 'RUN', 'apt-get update'],
  ['RUN /bin/sh -c apk add curl # buildkit', 'RUN', 'apk add curl'],
  ['COPY app / # buildkit', 'COPY', 'app /'],
  ['# debootstrap bookworm minbase', '', '# debootstrap bookworm minbase'],
  ['|1 A=b /bin/sh -c make', 'RUN', 'make'],
  ['', '', ''],
])('reads %j as its instruction and the rest', (createdBy, instruction, text) => {
  expect(historyText(createdBy)).toMatchObject({ instruction, text });
});

it('puts a step of several lines on one', () => {
  expect(historyLine('RUN /bin/sh -c set -e;\n\tmake   all')).toBe('RUN set -e; make all');
});

it.each([
  [
    'RUN |2 A=b c D=/bin/sh /bin/sh -c make # buildkit',
    { args: '|2 A=b c D=/bin/sh ', shell: '/bin/sh -c', text: 'make' },
  ],
  ['RUN /bin/bash -eo pipefail -c make # buildkit', { shell: '/bin/bash -eo pipefail -c', text: 'make' }],
])('reads %j as a RUN with its shell', (createdBy, read) => {
  expect(historyText(createdBy)).toEqual({ instruction: 'RUN', ...read });
});

it('cuts a line that is longer than anyone reads in a row', () => {
  expect(historyLine(`RUN ${'a'.repeat(1 << 20)}`).length).toBeLessThan(2100);
});

it('reads a long run of spaces in one pass', () => {
  const start = performance.now();
  expect(historyLine(`RUN a${' '.repeat(1 << 20)}b`)).toMatch(/^RUN a/);
  expect(performance.now() - start).toBeLessThan(500);
});
