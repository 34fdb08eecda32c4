import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from './challenge.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('parseChallenges', () => {
  it.each([
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      [
        [
          'bearer',
          { realm: 'https://auth.docker.io/token', service: 'registry.docker.io', scope: 'repository:a/b:pull,push' },
        ],
      ],
    ],
    ['BASIC Realm="a \\"b\\", c", charset="UTF-8"', [['basic', { realm: 'a "b", c', charset: 'UTF-8' }]]],
    [
      'Negotiate abc==, Basic realm=x, Bearer realm=https://a.example/t',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
        ['bearer', { realm: 'https://a.example/t' }],
      ],
    ],
    [', ,Basic', [['basic', {}]]],
    ['Basic realm="first", realm="second"', [['basic', { realm: 'first' }]]],
    [
      'Basic realm="x", Bearer realm="unterminated',
      [
        ['basic', { realm: 'x' }],
        ['bearer', {}],
      ],
    ],
    ['"', []],
    ['', []],
    [`Basic realm="${'x'.repeat(20_000)}"`, []],
  ])('%s', (header, challenges) => {
    expect(read(header)).toEqual(challenges);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (header) => void parseChallenges(header)));
    for (const piece of ['a="', 'a ', '"', ' ,', 'a=', '\\']) {
      parseChallenges(`Bearer ${piece.repeat(16_000 / piece.length)}`);
    }
  });
});
