import { describe, expect, it } from 'vitest';
import type { RegistryOptions } from './contract.ts';
import { isReached } from './reach.ts';

function createWorld(answer: () => Response) {
  const asked: [string, RequestInit | undefined][] = [];
  const options: RegistryOptions = {
    fetch: async (url, init) => {
      asked.push([String(url), init]);
      return answer();
    },
    sleep: async () => undefined,
    now: () => 0,
  };
  return { asked, options };
}

describe('isReached', () => {
  // Browsers refuse a request without CORS that does not follow redirects (fetch.spec.whatwg.org, main fetch).
  it('is true for any answer, without credentials or CORS', async () => {
    const { asked, options } = createWorld(() => new Response(null, { status: 401 }));
    expect(await isReached('http://localhost:5000', options, undefined)).toBe(true);
    const [[url, init] = []] = asked;
    expect([asked.length, url, init?.mode, init?.credentials]).toEqual([
      1,
      'http://localhost:5000/v2/',
      'no-cors',
      'omit',
    ]);
    expect(init?.redirect ?? 'follow').toBe('follow');
  });

  it('sends one request only, since another might show a second prompt', async () => {
    const { asked, options } = createWorld(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(await isReached('https://10.1.2.3', options, undefined)).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it("waits while the person answers the browser's prompt", async () => {
    const { asked, options } = createWorld(() => new Response());
    const fetch: RegistryOptions['fetch'] = async (url, init) => {
      // Every wait of the fake has ended by now.
      await new Promise((resolve) => setImmediate(resolve));
      init?.signal?.throwIfAborted();
      return options.fetch(url, init);
    };
    expect(await isReached('https://10.1.2.3', { ...options, fetch }, undefined)).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('waits until the page is closed', async () => {
    const stop = new AbortController();
    const { options } = createWorld(() => {
      stop.abort();
      throw stop.signal.reason;
    });
    await expect(isReached('https://10.1.2.3', options, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
