import { describe, expect, it } from 'vitest';
import { errorAnswer, wireVersion } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { FakeServiceWorker, FakeServiceWorkers } from '../testing/fakes/fakeServiceWorkers.ts';
import type { Client } from './contract.ts';
import { createClient } from './createClient.ts';
import { askForAccess, readLog } from './hostSettings.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const where = { host: 'localhost:5000', name: 'team/app' };
const facts = {
  'Cache-Status': 'ociscope; fwd=miss; stored',
  'Ociscope-Version': wireVersion,
  'Docker-Content-Digest': digest,
  'Content-Type': 'application/vnd.oci.image.index.v1+json',
};

describe('manifest', () => {
  it('requests the URL of the repository, with the host as ns', async () => {
    const { client, requests } = clientOf(new Response('{}', { headers: facts }));
    await client.manifest(where, digest);
    expect(requests).toEqual([`GET /v2/team/app/manifests/${digest}?ns=localhost:5000`]);
  });

  it('returns the bytes with the metadata from the headers', async () => {
    const headers = {
      ...facts,
      'Ociscope-Source': 'docker.io/library/alpine',
      'Ociscope-Stored-At': '2026-01-02T03:04:05.000Z',
    };
    const { client } = clientOf(new Response('{}', { headers }));
    expect(await client.manifest(undefined, digest)).toEqual({
      bytes: new TextEncoder().encode('{}'),
      digest,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      cache: { hit: false, stored: true },
      source: { host: 'docker.io', name: 'library/alpine' },
      storedAt: new Date('2026-01-02T03:04:05Z'),
    });
  });

  it('rejects with the error of the worker', async () => {
    const body = {
      errors: [
        {
          code: 'DIGEST_INVALID',
          message: 'other bytes',
          detail: { code: 'data_loss', reason: 'digest_mismatch', facts: { actual: 'x' } },
        },
      ],
    };
    const { client } = clientOf(new Response(JSON.stringify(body), { status: 502, headers: facts }));
    await expect(client.manifest(where, digest)).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'digest_mismatch',
      message: 'other bytes',
      detail: { actual: 'x' },
    });
  });

  it('rejects with an AppError if the worker does not answer', async () => {
    const { client } = clientOf(new TypeError('Failed to fetch'));
    await expect(client.manifest(where, digest)).rejects.toBeInstanceOf(AppError);
  });
});

describe('blob', () => {
  it('refuses blobs over 4 MiB, by their stated length or by their bytes', async () => {
    const stated = { ...facts, 'Content-Length': String(5 * 2 ** 20) };
    for (const response of [new Response('x', { headers: stated }), new Response(endless(), { headers: facts })]) {
      const { client } = clientOf(response);
      await expect(client.blob(where, digest)).rejects.toMatchObject({
        code: 'resource_exhausted',
        reason: 'too_large',
      });
    }
  });

  it('reads a blob without a stated length to its end', async () => {
    const { client } = clientOf(new Response(new Blob(['ab', 'c']).stream(), { headers: facts }));
    expect(new TextDecoder().decode((await client.blob(where, digest)).bytes)).toBe('abc');
  });
});

describe('present, storage and ask', () => {
  it('look up stored digests with one request', async () => {
    const { client, requests } = clientOf(new Response(JSON.stringify({ present: [digest, 7] }), { headers: facts }));
    expect(await client.present([digest])).toEqual(new Set([digest]));
    expect(requests).toEqual(['POST /-/present']);
  });

  it('return storage figures, or undefined if the browser reports none', async () => {
    expect(await clientOf(new Response('{}', { headers: facts })).client.storage()).toBeUndefined();
    const told = clientOf(new Response('{"usedBytes":1,"quotaBytes":2}', { headers: facts }));
    expect(await told.client.storage()).toEqual({ usedBytes: 1, quotaBytes: 2 });
  });

  it('return any other answer, and reject with the AppError of an error answer', async () => {
    const { client, requests } = clientOf(new Response('{"entries":[]}', { headers: facts }));
    expect(await readLog(client)).toEqual([]);
    expect(requests).toEqual(['GET /-/log']);
    const failing = clientOf(errorAnswer(new AppError('not_found', 'gone', { reason: 'not_found' }))).client;
    await expect(failing.ask({ url: '/-/log' })).rejects.toMatchObject({ code: 'not_found', message: 'gone' });
  });
});

describe('a dedicated worker', () => {
  it('runs until it is closed, and is closed immediately after an error answer', async () => {
    const { client, ended } = clientAside(200, '{"a":1}\n');
    const { response, close } = await client.openDedicatedWorker({ url: '/-/verify', method: 'POST' });
    expect([await response.text(), ended()]).toEqual(['{"a":1}\n', 0]);
    close();
    expect(ended()).toBe(1);
    const refused = clientAside(503, '{}');
    await expect(refused.client.openDedicatedWorker({ url: '/-/verify' })).rejects.toBeInstanceOf(AppError);
    expect(refused.ended()).toBe(1);
  });

  it('is closed after its answer to a request for access', async () => {
    const { client, ended } = clientAside(200, 'true');
    expect(await askForAccess(client, 'http://192.0.2.1:5000')).toBe(true);
    expect(ended()).toBe(1);
  });
});

/** Creates a client whose dedicated workers give this answer, and counts the terminated ones. */
function clientAside(status: number, text: string): { readonly client: Client; readonly ended: () => number } {
  let ended = 0;
  const bytes = new TextEncoder().encode(text);
  class AnsweringWorker extends EventTarget {
    postMessage({ id }: { readonly id: number }): void {
      const data = { type: 'head', id, status, headers: Object.entries(facts), bytes };
      queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
    }
    terminate(): void {
      ended++;
    }
  }
  const client = createClient({
    fetch: async () => new Response(),
    serviceWorker: undefined,
    workerUrl: '/sw.js',
    dedicatedWorkerUrl: '/worker.js',
    workerType: 'classic',
    createWorker: () => new AnsweringWorker() as unknown as Worker,
    setTimeout: () => 0,
  });
  return { client, ended: () => ended };
}

function clientOf(answer: Response | Error): { readonly client: Client; readonly requests: readonly string[] } {
  const requests: string[] = [];
  const container = new FakeServiceWorkers();
  container.controller = new FakeServiceWorker();
  const client = createClient({
    fetch: async (url, { method = 'GET' } = {}) => {
      requests.push(`${method} ${url}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    serviceWorker: container.asContainer(),
    workerUrl: '/sw.js',
    dedicatedWorkerUrl: '/worker.js',
    workerType: 'classic',
    createWorker: () => {
      throw new Error('no dedicated worker is needed');
    },
    setTimeout: () => 0,
  });
  return { client, requests };
}

/** Returns a body that ends only when it is cancelled. */
function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(2 ** 20)) });
}
