import { describe, expect, it } from 'vitest';
import { type ReadResults, readManifests } from './readManifests.ts';

describe('manifests that are read together', () => {
  it('are asked for a few at a time, and handed over in a few batches, failures among them', async () => {
    const digests = Array.from({ length: 100 }, (_, index) => `sha256:${index}`);
    const batches: ReadResults<string>[] = [];
    let [running, most, nowMs] = [0, 0, 0];
    await readManifests(digests, {
      read: async (digest) => {
        running++;
        most = Math.max(most, running);
        await Promise.resolve();
        running--;
        nowMs += 10;
        if (digest === 'sha256:7') throw new Error('gone');
        return `document of ${digest}`;
      },
      keep: (results) => batches.push(results),
      now: () => nowMs,
      signal: new AbortController().signal,
    });
    const all = new Map(batches.flatMap((batch) => [...batch]));
    expect([...all.keys()].sort()).toEqual([...digests].sort());
    expect(all.get('sha256:3')).toEqual({ document: 'document of sha256:3' });
    expect(all.get('sha256:7')).toMatchObject({ error: { code: 'internal' } });
    expect(most).toBe(6);
    expect(batches.length).toBeLessThan(12);
  });

  it('are not asked for any more once it is stopped, and nothing is handed over then', async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    const batches: ReadResults<string>[] = [];
    await readManifests(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], {
      read: async (digest) => {
        asked.push(digest);
        stop.abort();
        return digest;
      },
      keep: (results) => batches.push(results),
      now: () => 0,
      signal: stop.signal,
    });
    expect(asked).toEqual(['a']);
    expect(batches).toEqual([]);
  });
});
