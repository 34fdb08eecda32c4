import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDigester, digestBytes } from './digester.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const expected = (algorithm: string, text: string) =>
  `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;

describe('createDigester', () => {
  it.each(['sha256', 'sha384', 'sha512'] as const)(
    'returns the %s digest that Node computes, in pieces or at once',
    async (name) => {
      const digester = await createDigester(name);
      digester.update(bytes('ab'));
      expect(digester.digest()).toBe(expected(name, 'ab'));
      digester.update(bytes('c'));
      expect(digester.digest()).toBe(expected(name, 'abc'));
      expect(await digestBytes(name, bytes('abc'))).toBe(expected(name, 'abc'));
      digester.reset();
      expect(digester.digest()).toBe(expected(name, ''));
    },
  );

  it('keeps its state while another digester hashes in between', async () => {
    const [one, other] = await Promise.all([createDigester('sha256'), createDigester('sha256')]);
    for (let turn = 0; turn < 100; turn++) {
      one.update(bytes(`one ${turn}`));
      other.update(bytes(`other ${turn}`));
      if (turn % 7 === 0) other.digest();
    }
    const all = (name: string) => Array.from({ length: 100 }, (_, turn) => `${name} ${turn}`).join('');
    expect(one.digest()).toBe(expected('sha256', all('one')));
    expect(other.digest()).toBe(expected('sha256', all('other')));
  });
});
