import { describe, expect, it } from 'vitest';
import { formatError } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { importArchive, listArchive } from './archiveImports.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const file = new Blob(['a file']);
const progress = { done: 1, total: 6, entry: 'a', entries: 2, images: 1 };
const read = { progress };
const listed = { form: 'oci', images: [], refused: [], refusedCount: 0 };
const imported = { images: [digest], stored: 1, refused: [], refusedCount: 0 };

/** Creates a client whose worker answers with these lines, and records its requests. */
function answering(...lines: readonly object[]) {
  const asked: object[] = [];
  const openDedicatedWorker = async (request: object) => {
    asked.push(request);
    const response = new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return { response, close: () => void asked.push({ closed: true }) };
  };
  const seen: unknown[] = [];
  const stop = new AbortController();
  const options = { signal: stop.signal, onProgress: (line: unknown) => seen.push(line) };
  const present = async (digests: readonly string[]) => new Set(digests);
  return { client: { openDedicatedWorker, present }, asked, seen, options, stop };
}

describe('listArchive and importArchive', () => {
  it('send the file to a dedicated worker and close it after the last line', async () => {
    const { client, asked, seen, options } = answering(read, { result: listed });
    expect(await listArchive(client, file, options)).toEqual(listed);
    expect(seen).toEqual([progress]);
    const request = { url: '/-/import?list', method: 'POST', file, signal: options.signal };
    expect(asked).toEqual([request, { closed: true }]);
    const next = answering({ result: imported });
    const question = { images: undefined, ifRefused: 'keep' } as const;
    expect(await importArchive(next.client, file, question, next.options)).toEqual(imported);
  });

  it('fail with the error of the worker, or if its answer is cut', async () => {
    const full = answering(read, {
      error: formatError(new AppError('resource_exhausted', 'full', { reason: 'quota' })),
    });
    await expect(listArchive(full.client, file, full.options)).rejects.toMatchObject({ reason: 'quota' });
    const cut = answering(read);
    await expect(listArchive(cut.client, file, cut.options)).rejects.toMatchObject({ code: 'internal' });
    expect(cut.asked.at(-1)).toEqual({ closed: true });
  });

  it('fail with quota if the imported images are not stored afterwards', async () => {
    const { client, options } = answering({ result: imported });
    const question = { images: undefined, ifRefused: 'keep' } as const;
    const importing = importArchive({ ...client, present: async () => new Set() }, file, question, options);
    await expect(importing).rejects.toMatchObject({ reason: 'quota', detail: { title: expect.any(String) } });
  });

  it('fail with the reason of the abort signal', async () => {
    const { client, options, stop } = answering(read);
    const reading = listArchive(client, file, { ...options, onProgress: () => stop.abort(new Error('stopped')) });
    await expect(reading).rejects.toThrow('stopped');
  });
});
