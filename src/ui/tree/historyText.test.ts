import { describe, expect, it } from 'vitest';
import { historyText } from './historyText.ts';

it.each([
  ['/bin/sh -c #(nop)  CMD ["/bin/sh"]', 'CMD', '["/bin/sh"]'],
  ['/bin/sh -c apt-get update', 'RUN', 'apt-get update'],
  ['RUN /bin/sh -c apk add curl # buildkit', 'RUN', 'apk add curl'],
  ['COPY app / # buildkit', 'COPY', 'app /'],
  ['# debootstrap bookworm minbase', '', '# debootstrap bookworm minbase'],
  ['|1 A=b /bin/sh -c make', 'RUN', 'make'],
  ['/bin/bash --login -o pipefail -c make', 'RUN', 'make'],
  ['/usr/local/bin/bash -c make', 'RUN', 'make'],
  ['cmd /S /C echo hello', 'RUN', 'echo hello'],
  ['#(nop) CMD ["a"]', 'CMD', '["a"]'],
  ['RUN /bin/bash -c "a && b"', 'RUN', '/bin/bash -c "a && b"'],
  ['powershell -Command make', '', 'powershell -Command make'],
  ['', '', ''],
])('reads %j as its instruction and the rest', (createdBy, instruction, text) => {
  expect(historyText(createdBy)).toMatchObject({ instruction, text });
});

it.each([
  ['RUN |2 A=b c D=/bin/sh /bin/sh -c make # buildkit', { args: 'A=b c D=/bin/sh', shell: '/bin/sh -c', text: 'make' }],
  ['|2 A=x /bin/sh -c y B=1 /bin/sh -c make', { args: 'A=x /bin/sh -c y B=1', shell: '/bin/sh -c', text: 'make' }],
  [`|1 A="b c" 'd' /bin/sh -c make`, { args: `A="b c" 'd'`, shell: '/bin/sh -c', text: 'make' }],
  ['|1 A= /bin/sh -c make B=1 /bin/sh -c x', { args: 'A=', shell: '/bin/sh -c', text: 'make B=1 /bin/sh -c x' }],
  ['RUN /bin/bash -eo pipefail -c make # buildkit', { shell: '/bin/bash -eo pipefail -c', text: 'make' }],
  ['RUN |1 A=b /busybox rm -r / # buildkit', { args: 'A=b', text: '/busybox rm -r /' }],
  ['|1 A=b /busybox rm', { args: 'A=b', text: '/busybox rm' }],
])('reads %j as a RUN with its shell', (createdBy, read) => {
  expect(historyText(createdBy)).toEqual({ instruction: 'RUN', args: undefined, shell: undefined, ...read });
});

describe.each([
  '/bin/bash --login -o pipefail -c',
  '/bin/ash -e -x -c',
  '/opt/my shell/run --with [brackets]',
  'cmd /S /C',
  "powershell -Command $ErrorActionPreference = 'Stop';",
])('after SHELL %s', (shell) => {
  it('reads the step that sets the shell', () => {
    expect(historyText(`${shell} #(nop)  SHELL [${shell}]`)).toMatchObject({
      instruction: 'SHELL',
      text: `[${shell}]`,
    });
  });

  it.each([
    [`${shell} #(nop)  ENV A=b`, { instruction: 'ENV', text: 'A=b' }],
    [`${shell} #(nop) COPY file:ab in /x `, { instruction: 'COPY', text: 'file:ab in /x' }],
    [`${shell} make "it"`, { instruction: 'RUN', text: 'make "it"', shell }],
    [`|2 A=b c D=e ${shell} make`, { instruction: 'RUN', text: 'make', args: 'A=b c D=e', shell }],
    [`RUN |1 A=b ${shell} make # buildkit`, { instruction: 'RUN', text: 'make', args: 'A=b', shell }],
    [`RUN ${shell} make # buildkit`, { instruction: 'RUN', text: 'make', shell }],
    ['|1 A=b /bin/sh -c make', { instruction: 'RUN', text: 'make', shell: '/bin/sh -c' }],
    [`/bin/sh -c exec ${shell} x`, { instruction: 'RUN', text: `exec ${shell} x`, shell: '/bin/sh -c' }],
  ])('reads %j', (createdBy, read) => {
    expect(historyText(createdBy, shell)).toMatchObject(read);
  });
});

it.each([
  ['spaces', `RUN a${' '.repeat(1 << 20)}b`],
  ['options', `/bin/sh${' --x'.repeat(1 << 18)}`],
  ['options with a value', `/bin/sh${' -o x'.repeat(1 << 18)}`],
  ['shells', '/bin/sh -a '.repeat(95_000)],
  ['arguments', `|9999 ${'A=b '.repeat(260_000)}`],
  ['shells after arguments', `|1 A=b ${'/bin/sh -a '.repeat(95_000)}`],
])('reads 1 MiB of %s in one pass', (_, createdBy) => {
  const start = performance.now();
  expect(historyText(createdBy, '/bin/x -c')).toBeDefined();
  expect(performance.now() - start).toBeLessThan(500);
});
