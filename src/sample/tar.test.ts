import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gzipBytes } from './gzip.ts';
import { buildTar } from './tar.ts';

const tar = buildTar(
  [
    { path: 'bin/' },
    { path: 'bin/hello', mode: 0o4755, content: 'größer' },
    { path: 'bin/hi', linkTo: 'hello' },
    { path: 'empty', content: '' },
  ],
  1_767_225_600,
);

test('buildTar makes an archive that the system tar reads', () => {
  const run = (...args: string[]) => execFileSync('tar', args, { input: tar }).toString();
  expect(run('-tf', '-')).toBe('bin/\nbin/hello\nbin/hi\nempty\n');
  expect(run('-xOf', '-', 'bin/hello')).toBe('größer');
});

test.each([
  [0, 'bin/', '0000755', '00000000000', '5', ''],
  [512, 'bin/hello', '0004755', '00000000010', '0', ''],
  [1536, 'bin/hi', '0000777', '00000000000', '2', 'hello'],
  [2048, 'empty', '0000644', '00000000000', '0', ''],
])('buildTar writes name, mode, size, kind, link and time at %i', (at, name, mode, size, kind, link) => {
  const field = (start: number, length: number) =>
    new TextDecoder().decode(tar.subarray(at + start, at + start + length)).replace(/\0.*$/s, '');
  expect([field(0, 100), field(100, 8), field(124, 12), field(156, 1), field(157, 100)]).toEqual([
    name,
    mode,
    size,
    kind,
    link,
  ]);
  expect([field(136, 12), field(257, 6)]).toEqual([(1_767_225_600).toString(8), 'ustar']);
});

test('buildTar refuses a name longer than its field', () => {
  expect(() => buildTar([{ path: 'x'.repeat(101), content: '' }], 0)).toThrow(RangeError);
});

test('gzipBytes can be unpacked, and has neither time nor system in its header', () => {
  const member = gzipBytes(tar);
  expect(new Uint8Array(gunzipSync(member))).toEqual(tar);
  expect([...member.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  expect(new Uint8Array(gunzipSync(gzipBytes(new Uint8Array())))).toHaveLength(0);
});
