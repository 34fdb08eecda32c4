import { describe, expect, it } from 'vitest';
import { imageListMessages } from '../messages/listTransfer.ts';
import { addPins } from './addPins.ts';
import { formatList, listOf, parseList } from './imageList.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const listWith = (...images: readonly unknown[]) => JSON.stringify({ ociscope: 'list', version: 1, images });

describe('a list of images', () => {
  it('reads what it wrote, with the offline options of a pinned image', () => {
    const images = listOf(
      [{ reference: 'docker.io/library/alpine:3.20', digest }, { reference: `ghcr.io/a/b@${other}` }],
      [{ reference: 'docker.io/library/alpine:3.20', digest, keep: { layers: true } }],
    );
    expect(images).toHaveLength(2);
    expect(parseList(formatList(images))).toEqual({
      images: [
        { reference: 'docker.io/library/alpine:3.20', digest, keep: { layers: true } },
        { reference: `ghcr.io/a/b@${other}`, digest: other },
      ],
      refused: [],
    });
  });

  it('normalises references, lists each once, and reports invalid entries', () => {
    const { images, refused } = parseList(
      listWith(
        { reference: 'alpine', digest },
        { reference: 'docker.io/library/alpine', digest: other },
        { reference: `alpine@${digest}`, digest: other },
        { reference: 'Not A Name' },
        { reference: 'x'.repeat(1001) },
        { reference: 'alpine', digest: 'sha256:short' },
        { digest },
        7,
      ),
    );
    expect(images).toEqual([{ reference: 'docker.io/library/alpine', digest: other }]);
    expect(refused.map(({ place, why }) => [place, why])).toEqual([
      [3, 'mismatch'],
      [4, 'invalid_reference'],
      [5, 'long_reference'],
      [6, 'invalid_digest'],
      [7, 'no_reference'],
      [8, 'no_reference'],
    ]);
  });

  it('drops unknown and invalid fields of an entry', () => {
    const { images } = parseList(
      listWith(
        { reference: 'alpine', mediaType: 7, keep: [], __proto__: { digest }, more: 1 },
        { reference: 'b', mediaType: 'a/b' },
      ),
    );
    expect(images).toEqual([
      { reference: 'docker.io/library/alpine' },
      { reference: 'docker.io/library/b', mediaType: 'a/b' },
    ]);
  });

  it.each([
    '',
    '{',
    '[]',
    '7',
    'null',
    '{"ociscope":"list","version":1}',
    '{"ociscope":"other","version":1,"images":[]}',
  ])('rejects %j', (text) => {
    expect(() => parseList(text)).toThrowError(imageListMessages.notAList);
  });

  it('rejects a list of another version, and a list of more than 1,000 images', () => {
    expect(() => parseList('{"ociscope":"list","version":2,"images":[]}')).toThrowError(imageListMessages.otherVersion);
    const many = Array.from({ length: 1001 }, (_, index) => ({ reference: `a/b:${index}` }));
    expect(() => parseList(listWith(...many))).toThrowError(imageListMessages.tooManyImages(1000));
  });
});

it('pins images that are not pinned, up to the pin limit', () => {
  const pinned = Array.from({ length: 198 }, (_, index) => ({ reference: `registry.test/a:${index}`, atMs: 1 }));
  const images = ['registry.test/a:0', 'registry.test/b:1', 'registry.test/b:2', 'registry.test/b:3'];
  const { entries, added, left } = addPins(
    pinned,
    images.map((reference) => ({ reference, digest })),
    5,
  );
  expect([entries.length, added, left]).toEqual([200, 2, 1]);
  expect(entries[0]).toEqual({ reference: 'registry.test/b:1', atMs: 5, digest });
});
