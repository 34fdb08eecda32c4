import { expect, it } from 'vitest';
import { listedOffline, offlineOfList } from './addListedOffline.ts';
import { formatList, listOf, parseList } from './imageList.ts';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const options = { layers: true, referrers: false, platforms: ['linux/arm64'] };
const keptOf = (letter: string) => ({
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

it('what is kept goes to another browser with how much of it, and is kept there unless it is already', () => {
  const text = formatList(listOf([], listedOffline([keptOf('a'), keptOf('b')])));
  const { images } = parseList(text);
  const entries = offlineOfList(images, [keptOf('b')], { atMs: 9, most: 2 });
  expect(entries).toEqual([{ ...keptOf('a'), atMs: 9, state: 'unfinished', bytes: 0, count: 0 }]);
  expect(offlineOfList(images, [keptOf('b')], { atMs: 9, most: 1 })).toEqual([]);
});

it('of a list that somebody made up, nothing but known options is taken, and nothing without a digest is kept', () => {
  const keep = { layers: 'yes', referrers: true, platforms: ['linux/amd64', 7], state: 'done', bytes: 9 };
  const images = [
    { reference: 'docker.io/library/alpine:latest', keep },
    { reference: 'docker.io/library/busybox:latest', digest: digestOf('c'), keep },
    { reference: 'docker.io/library/debian:latest', digest: digestOf('d') },
  ];
  expect(offlineOfList(images, [], { atMs: 9, most: 2 })).toMatchObject([
    {
      digest: digestOf('c'),
      options: { layers: false, referrers: true, platforms: ['linux/amd64'] },
      state: 'unfinished',
      bytes: 0,
    },
  ]);
});
