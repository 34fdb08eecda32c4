import { describe, expect, it } from 'vitest';
import { formatError } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Progress } from '../oci/index.ts';
import { downloadBlob, dropIngest, listIngests } from './blobDownloads.ts';
import type { TransportRequest } from './transport.ts';

const where = { host: 'localhost:5000', name: 'team/app' };
const digest = `sha256:${'a'.repeat(64)}`;
const full = new AppError('resource_exhausted', 'full', { reason: 'quota' });
/** The error of `fetch` after its worker was stopped. */
const stopped = new TypeError('network error');

/** The lines of an answer; `isCut`: it breaks after them. */
type Answer = { readonly lines: readonly object[]; readonly isCut?: boolean } | Error;

function worker(answers: readonly Answer[]) {
  const asked: TransportRequest[] = [];
  let pauses = 0;
  const ask = async (request: TransportRequest) => {
    const answer = answers[asked.length] ?? new Error('not asked for here');
    asked.push(request);
    if (answer instanceof Error) throw answer;
    return new Response(streamOf(answer.lines, answer.isCut ?? false));
  };
  const seen: Progress[] = [];
  const stop = new AbortController();
  const keep = (signal = stop.signal) =>
    downloadBlob({ ask }, where, digest, {
      size: 100n,
      signal,
      onProgress: (progress) => seen.push(progress),
      pause: async () => {
        pauses++;
      },
    });
  return { keep, ask, asked, seen, stop, pauses: () => pauses };
}

/** Returns a stream whose chunks also end within lines. */
function streamOf(lines: readonly object[], isCut: boolean): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + 7));
      else if (isCut) controller.error(stopped);
      else controller.close();
      at += 7;
    },
  });
}

const at = (...offsets: readonly number[]) => offsets.map((done) => ({ progress: { done, total: 100 } }));

describe('downloadBlob', () => {
  it('sends one request and reports progress', async () => {
    const { keep, asked, seen, stop } = worker([{ lines: [...at(0, 50, 100), { result: null }] }]);
    await keep();
    expect(asked).toEqual([
      { url: `/-/ingests/team/app/${digest}?ns=localhost:5000&size=100`, method: 'POST', signal: stop.signal },
    ]);
    expect(seen.map((progress) => ({ progress }))).toEqual(at(0, 50, 100));
  });

  it('fails with the error of the worker, without a retry', async () => {
    const { keep, asked } = worker([{ lines: [...at(0), { error: formatError(full) }] }]);
    await expect(keep()).rejects.toMatchObject({ code: 'resource_exhausted', reason: 'quota' });
    const refused = worker([full]);
    await expect(refused.keep()).rejects.toBe(full);
    expect([asked.length, refused.asked.length]).toEqual([1, 1]);
  });

  it('resumes each time the worker is stopped, as long as there is progress', async () => {
    const tries = Array.from({ length: 20 }, (_, index) => ({
      lines: at(index * 5, index * 5 + 4),
      isCut: index % 2 === 0,
    }));
    const { keep, asked, pauses } = worker([...tries, { lines: [{ result: null }] }]);
    await keep();
    expect([asked.length, pauses()]).toEqual([21, 20]);
  });

  it('gives up after four attempts without progress', async () => {
    const broken = new AppError('internal', 'Failed to fetch', { cause: stopped });
    const { keep, asked } = worker([{ lines: at(0, 40), isCut: true }, broken, { lines: at(40), isCut: true }, broken]);
    await expect(keep()).rejects.toMatchObject({ code: 'internal' });
    expect(asked).toHaveLength(4);
  });

  it('is cancelled by its signal, even between two attempts', async () => {
    const { keep, stop } = worker([{ lines: at(0), isCut: true }]);
    const kept = keep();
    stop.abort(new Error('enough'));
    await expect(kept).rejects.toThrow('enough');
  });
});

describe('ingests', () => {
  const time = '2026-01-02T03:04:05.000Z';
  const body = { ingests: [{ ref: 'r', offset: 1, total: 2, startedAt: time, updatedAt: time }] };
  const facts = [{ ref: 'r', offset: 1, total: 2, startedAt: new Date(time), updatedAt: new Date(time) }];

  it('are listed and removed', async () => {
    const asked: TransportRequest[] = [];
    const ask = async (request: TransportRequest) => {
      asked.push(request);
      return Response.json(body);
    };
    expect(await listIngests({ ask })).toEqual(facts);
    expect(await dropIngest({ ask }, 'r')).toEqual(facts);
    expect(asked).toEqual([
      { url: '/-/ingests', signal: undefined },
      { url: '/-/ingests', method: 'POST', body: '{"drop":"r"}' },
    ]);
  });
});
