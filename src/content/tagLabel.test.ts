import { beforeEach, describe, expect, test } from 'vitest';
import { imageFixture, storeContent } from '../testing/index.ts';
import { type ContentStore, createMemoryStore } from './index.ts';
import { forgetTag, listTags, recallTag, recallTags, rememberTag } from './tagLabel.ts';

const [first, second] = [await imageFixture('first'), await imageFixture('second')];
const repository = { host: 'docker.io', name: 'library/a' };
const at = (minute: number) => new Date(Date.UTC(2024, 0, 1, 0, minute));

describe('a tag', () => {
  let store: ContentStore;

  beforeEach(async () => {
    store = createMemoryStore();
    await storeContent(store, first, { pinned: 'yes' });
    await storeContent(store, second);
  });

  test('that was never seen points to no digest', async () => {
    expect(await recallTag(store, repository, 'latest')).toBeUndefined();
  });

  test('is recalled as the digest it last pointed to; other labels stay', async () => {
    await rememberTag(store, repository, 'latest', first.digest, at(0));
    expect(await recallTag(store, repository, 'latest')).toMatchObject({ digest: first.digest });
    expect((await store.info(first.digest)).labels).toEqual({
      pinned: 'yes',
      'ociscope/tag.docker.io/library/a:latest': '2024-01-01T00:00:00.000Z',
    });
  });

  test.each([
    ['moved on', first, second],
    ['moved back', second, first],
  ])('that %s is the digest it last pointed to', async (_how, before, after) => {
    await rememberTag(store, repository, 'latest', before.digest, at(0));
    await rememberTag(store, repository, 'latest', after.digest, at(1));
    expect(await recallTag(store, repository, 'latest')).toMatchObject({ digest: after.digest });
  });

  test('that moved back to an earlier digest is that one again', async () => {
    await rememberTag(store, repository, 'latest', first.digest, at(0));
    await rememberTag(store, repository, 'latest', second.digest, at(1));
    await rememberTag(store, repository, 'latest', first.digest, at(2));
    expect(await recallTag(store, repository, 'latest')).toMatchObject({ digest: first.digest });
  });

  test.each([
    ['tag', repository, 'edge'],
    ['repository', { ...repository, name: 'library/b' }, 'latest'],
    ['host', { ...repository, host: 'quay.io' }, 'latest'],
  ])('of another %s is another', async (_what, of, tag) => {
    await rememberTag(store, repository, 'latest', first.digest, at(0));
    expect(await recallTag(store, of, tag)).toBeUndefined();
  });

  test('is listed with those of its repository only, each as last seen', async () => {
    const longer = { ...repository, name: 'library/a/b' };
    await rememberTag(store, repository, 'latest', first.digest, at(0));
    await rememberTag(store, repository, 'v1', first.digest, at(1));
    await rememberTag(store, repository, 'latest', second.digest, at(2));
    await rememberTag(store, longer, 'edge', first.digest, at(3));
    expect(await recallTags(store, repository)).toEqual(
      new Map([
        ['latest', { digest: second.digest, seenAt: at(2) }],
        ['v1', { digest: first.digest, seenAt: at(1) }],
      ]),
    );
  });

  test('is named by the labels of its content until it is forgotten', async () => {
    const other = { host: 'localhost:5000', name: 'team/a/b' };
    await rememberTag(store, repository, 'latest', first.digest, at(0));
    await rememberTag(store, other, 'v1.2_x', first.digest, at(1));
    const tags = async () => listTags((await store.info(first.digest)).labels);
    expect(await tags()).toEqual([
      { ...repository, tag: 'latest' },
      { ...other, tag: 'v1.2_x' },
    ]);
    await forgetTag(store, repository, 'latest', first.digest);
    expect(await tags()).toEqual([{ ...other, tag: 'v1.2_x' }]);
    expect(await recallTag(store, repository, 'latest')).toBeUndefined();
    expect(
      listTags({ pinned: 'yes', 'ociscope/tag.': '', 'ociscope/tag.host:1': '', 'x/ociscope/tag.a/b:c': '' }),
    ).toEqual([]);
  });

  test('of content that is not stored cannot be remembered', async () => {
    await store.delete(first.digest);
    await expect(rememberTag(store, repository, 'latest', first.digest, at(0))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
