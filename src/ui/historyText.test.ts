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
  expect(historyText(createdBy)).toEqual({ instruction, text });
});

it('puts a step of several lines on one', () => {
  expect(historyLine('RUN /bin/sh -c set -e;\n\tmake   all')).toBe('RUN set -e; make all');
});
