import { expect, it } from 'vitest';
import { formatPageAddress } from './pageAddress.ts';
import { readTyped } from './typedAddress.ts';

it.each([
  ['alpine:3.22', '#alpine:3.22'],
  ['docker.io/library/alpine', '#docker.io/library/alpine'],
  ['docker pull docker.io/library/alpine', '#alpine'],
  ['docker pull docker.io/a.b/c', '#docker.io/a.b/c'],
  ['localhost:5081', '#host=localhost:5081'],
  ['http://localhost:5081/v2/', '#host=localhost:5081'],
  ['localhost:5081/team/app:', '#repo=localhost:5081/team/app'],
  ['https://app.example/#ghcr.io/a/b:1&select=config&tab=raw', '#ghcr.io/a/b:1&select=config&tab=raw'],
  ['https://app.example/#repo=ghcr.io/a/b', '#repo=ghcr.io/a/b'],
  ['two words', undefined],
  ['', undefined],
])('%j opens %s', (typed, fragment) => {
  const [address] = readTyped(typed);
  expect(address && formatPageAddress(address)).toBe(fragment);
});
