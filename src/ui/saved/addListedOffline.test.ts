import { expect, it } from 'vitest';
import { listedOffline, offlineOfList } from './addListedOffline.ts';
import { formatList, listOf, parseList } from './imageList.ts';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const options = { layers: true, referrers: false, platforms: ['linux/arm64'] };
const offlineOf = (letter: string) => ({
  reference: `quay.io/team/app@${digestOf(letter)}`,
  digest: digestOf(letter),
  atMs: 7,
  options,
  state: 'done' as const,
  bytes: 12,
  count: 3,
  failed: 0,
  lacking: [],
});

it('carries offline images and their options to another browser, which skips those it has', () => {
  const text = formatList(listOf([], listedOffline([offlineOf('a'), offlineOf('b')])));
  const { images } = parseList(text);
  const entries = offlineOfList(images, [offlineOf('b')], { atMs: 9, maxImages: 2 });
  expect(entries).toEqual([{ ...offlineOf('a'), atMs: 9, state: 'unfinished', bytes: 0, count: 0 }]);
  expect(offlineOfList(images, [offlineOf('b')], { atMs: 9, maxImages: 1 })).toEqual([]);
});

it('reads only known options from an untrusted list, and skips images without a digest', () => {
  const keep = { layers: 'yes', referrers: true, platforms: ['linux/amd64', 7], state: 'done', bytes: 9 };
  const images = [
    { reference: 'docker.io/library/alpine:latest', keep },
    { reference: 'docker.io/library/busybox:latest', digest: digestOf('c'), keep },
    { reference: 'docker.io/library/debian:latest', digest: digestOf('d') },
  ];
  expect(offlineOfList(images, [], { atMs: 9, maxImages: 2 })).toMatchObject([
    {
      digest: digestOf('c'),
      options: { layers: false, referrers: true, platforms: ['linux/amd64'] },
      state: 'unfinished',
      bytes: 0,
    },
  ]);
});
