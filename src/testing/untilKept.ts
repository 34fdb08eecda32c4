import { vi } from 'vitest';

/**
 * Asks a pull-through cache for a blob until it has kept it: CNCF Distribution 2.8 answers a range of one that it is still
 * fetching with 200 and the whole, and keeps it after its answer.
 */
export async function untilKept(host: string, repository: string, digest: string): Promise<void> {
  const url = `http://${host}/v2/${repository}/blobs/${digest}`;
  await vi.waitUntil(
    async () => {
      const answer = await fetch(url, { headers: { range: 'bytes=0-0' } });
      await answer.arrayBuffer();
      return answer.status === 206;
    },
    { interval: 10, timeout: 10_000 },
  );
}
