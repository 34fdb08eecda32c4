import { describe, expect, it } from 'vitest';
import { type ReadResults, readManifests } from './readManifests.ts';

describe('readManifests', () => {
  it('reads a few at a time, and delivers results and failures in batches', async () => {
    const digests = Array.from({ length: 100 }, (_, index) => `sha256:${index}`);
    const batches: ReadResults<string>[] = [];
    let [running, maxRunning, nowMs] = [0, 0, 0];
    await readManifests(digests, {
      read: async (digest) => {
        running++;
        maxRunning = Math.max(maxRunning, running);
        await Promise.resolve();
        running--;
        nowMs += 10;
        if (digest === 'sha256:7') throw new Error('no route');
        return `document of ${digest}`;
      },
      onResults: (results) => batches.push(results),
      now: () => nowMs,
      signal: new AbortController().signal,
    });
    const all = new Map(batches.flatMap((batch) => [...batch]));
    expect([...all.keys()].sort()).toEqual([...digests].sort());
    expect(all.get('sha256:3')).toEqual({ document: 'document of sha256:3' });
    expect(all.get('sha256:7')).toMatchObject({ error: { code: 'internal' } });
    expect(maxRunning).toBe(6);
    expect(batches.length).toBeLessThan(12);
  });

  it('reads and delivers nothing after an abort', async () => {
    const stop = new AbortController();
    const requested: string[] = [];
    const batches: ReadResults<string>[] = [];
    await readManifests(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], {
      read: async (digest) => {
        requested.push(digest);
        stop.abort();
        return digest;
      },
      onResults: (results) => batches.push(results),
      now: () => 0,
      signal: stop.signal,
    });
    expect(requested).toEqual(['a']);
    expect(batches).toEqual([]);
  });
});
