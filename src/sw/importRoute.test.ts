import { describe, expect, it } from 'vitest';
import type { ArchiveQuestion, WorkerAnswer } from '../api/index.ts';
import { createMemoryStore } from '../content/index.ts';
import { layoutEntries, makeImage, makeTar } from '../testing/fixtures/archiveFixture.ts';
import { answerImport } from './importRoute.ts';
import { createMessageHandler } from './messageHandler.ts';

const image = await makeImage(new Uint8Array(5000));
const tar = await makeTar([...image.entries, ...layoutEntries([image])]);
const url = 'http://localhost/-/import';

const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const ask = (store: ReturnType<typeof createMemoryStore>, question: ArchiveQuestion, file: Blob = new Blob([tar])) =>
  answerImport(store, new Request(url, { method: 'POST' }), file, question, () => 0);

describe('answerImport', () => {
  it('lists the images of a file, and imports them', async () => {
    const store = createMemoryStore();
    const [progress, ...rest] = await linesOf(await ask(store, { isList: true }));
    expect(progress).toMatchObject({ progress: { total: tar.length, entry: image.entries[0]?.name } });
    const described = { digest: image.digest, names: ['name-0'], count: 3, here: 0, missing: 0, isSynthesized: false };
    expect(rest).toMatchObject([{ result: { form: 'oci', images: [described], refused: [] } }]);
    const result = (await linesOf(await ask(store, all))).at(-1);
    expect(result).toMatchObject({ result: { images: [image.digest], stored: 3, refused: [] } });
    const again = (await linesOf(await ask(store, { isList: true }))).at(-1);
    expect(again).toMatchObject({ result: { images: [{ here: 3 }] } });
  });

  it('ends with an error with a title if the file is not an archive', async () => {
    const [line] = await linesOf(await ask(createMemoryStore(), { isList: true }, new Blob(['no tar'])));
    expect(line).toMatchObject({ error: { detail: { facts: { title: 'This is not an archive of images' } } } });
  });

  it('receives the file of a message itself, not as the body of a request', async () => {
    const file = new Blob([tar]);
    const taken: unknown[] = [];
    const answer = createMessageHandler(async (request, given) => {
      taken.push(given?.file, request.body);
      return new Response('', { headers: { 'content-length': '0' } });
    }, 'http://localhost');
    const asker = { postMessage: (_: WorkerAnswer) => undefined };
    await answer({ type: 'request', id: 1, url: '/-/import?list', method: 'POST', file }, '', asker);
    expect(taken).toEqual([file, null]);
    expect(taken[0]).toBe(file);
  });
});

const all = { isList: false, images: undefined, ifRefused: 'keep' } as const;
