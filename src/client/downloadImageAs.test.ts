import { describe, expect, it } from 'vitest';
import { formatError } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Amount, Progress } from '../oci/index.ts';
import { downloadImage, estimateDownload } from './downloadImageAs.ts';
import type { TransportRequest } from './transport.ts';

const target = {
  where: { host: 'localhost:5000', name: 'team/app' },
  digest: `sha256:${'a'.repeat(64)}`,
  options: { layers: true, referrers: true },
};
const error = formatError(new AppError('not_found', 'gone', { reason: 'not_found' }));
const missing = { digest: target.digest, role: 'config', reason: 'not_found' };
const read = { progress: { done: { count: 1, bytes: 0 } } };
const at = (bytes: number) => ({ progress: { done: { count: 1, bytes }, total: { count: 2, bytes: 100 } } });

/** Creates a worker that gives these answers in order; a cut one breaks after its lines. */
function worker(...answers: readonly { readonly lines: readonly object[]; readonly isCut?: boolean }[]) {
  const asked: TransportRequest[] = [];
  const ask = async (request: TransportRequest) => {
    const { lines = [], isCut = false } = answers[asked.length] ?? {};
    asked.push(request);
    const bytes = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    let isSent = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (!isSent) controller.enqueue(bytes);
        else if (isCut) controller.error(new TypeError('network error'));
        else controller.close();
        isSent = true;
      },
    });
    return new Response(body);
  };
  const seen: number[] = [];
  const stop = new AbortController();
  const onProgress = ({ done, total }: Progress<Amount>) => void seen.push(total ? done.bytes : -1);
  const keep = () => downloadImage({ ask }, target, { signal: stop.signal, onProgress, pause: async () => undefined });
  const measure = () => estimateDownload({ ask }, target, stop.signal);
  return { keep, measure, asked, seen };
}

describe('downloadImage', () => {
  it('reports progress and returns the parts that failed', async () => {
    const { keep, asked, seen } = worker({
      lines: [read, at(0), { item: missing }, at(90), { result: null }],
    });
    expect(await keep()).toEqual([missing]);
    expect(asked).toMatchObject([
      { url: `/-/keep/team/app/${target.digest}?ns=localhost:5000&layers&referrers`, method: 'POST' },
    ]);
    expect(seen).toEqual([-1, 0, 90]);
  });

  it('resumes when the worker is stopped, and returns a failed part once', async () => {
    const cut = (bytes: number) => ({ lines: [at(bytes - 5), { item: missing }, at(bytes)], isCut: true });
    const { keep, asked } = worker(cut(20), cut(40), cut(60), cut(80), cut(90), {
      lines: [{ item: missing }, { result: null }],
    });
    expect(await keep()).toHaveLength(1);
    expect(asked).toHaveLength(6);
  });

  it('gives up after four attempts without progress, and after an error of the worker', async () => {
    const { keep, asked } = worker({ lines: [] }, { lines: [], isCut: true }, { lines: [] }, { lines: [] });
    await expect(keep()).rejects.toMatchObject({ code: 'internal' });
    expect(asked).toHaveLength(4);
    await expect(worker({ lines: [at(1), { error }] }).keep()).rejects.toMatchObject({ reason: 'not_found' });
  });
});

describe('estimateDownload', () => {
  const amount = { count: 1, bytes: 2, hereCount: 0, hereBytes: 0 };
  const measured = {
    documents: amount,
    layers: amount,
    referrers: 0,
    lacking: 0,
    foreignLayers: 0,
    referrersUnknown: 0,
    platforms: [],
  };

  it('returns the estimate; fails with the error of the worker, or if the answer is cut', async () => {
    const { measure, asked } = worker({ lines: [read, { result: measured }] });
    expect(await measure()).toEqual(measured);
    expect(asked[0]?.url).toMatch(/&measure$/);
    await expect(worker({ lines: [{ error }] }).measure()).rejects.toMatchObject({ reason: 'not_found' });
    await expect(worker({ lines: [read] }).measure()).rejects.toMatchObject({ code: 'internal' });
  });
});
