import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { digestBytes, parseDigest } from '../oci/index.ts';
import { createRegistryStage, type FixtureRegistry, startFixtureRegistry } from '../testing/index.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const bytes = new TextEncoder().encode('{"schemaVersion":2}');

let fixture: FixtureRegistry;
beforeEach(async () => {
  fixture = await startFixtureRegistry();
  fixture.putManifest('team/app', digest, bytes);
});
afterEach(() => fixture.close());

const repository = () => ({ host: fixture.host, name: 'team/app' });

describe('a refusal', () => {
  it.each([
    [401, 'unauthenticated', 'header_hidden'],
    [403, 'permission_denied', 'denied'],
    [404, 'not_found', 'not_found'],
    [400, 'failed_precondition', 'unsupported'],
    [405, 'not_implemented', 'unsupported'],
  ])("with status %i is %s, with the registry's errors", async (status, code, reason) => {
    fixture.faults.set(digest, { status });
    const stage = createRegistryStage();
    await expect(stage.registry.manifest(repository(), digest)).rejects.toMatchObject({
      code,
      reason,
      detail: { status, host: fixture.host, errors: [{ message: `fixture answers ${status}` }] },
    });
    expect(stage.waitsMs).toEqual([]);
  });

  const json = (code: string) => JSON.stringify({ errors: [{ code, message: 'x' }] });
  it.each<[string, number, string, string, object]>([
    ['NAME_UNKNOWN', 404, json('NAME_UNKNOWN'), '1.0', { kind: 'repository', name: 'team/app', reference: '1.0' }],
    [
      'MANIFEST_UNKNOWN of a tag',
      404,
      json('MANIFEST_UNKNOWN'),
      '1.0',
      { kind: 'tag', name: 'team/app', reference: '1.0' },
    ],
    [
      'MANIFEST_UNKNOWN of a digest',
      404,
      json('MANIFEST_UNKNOWN'),
      digest,
      { kind: 'digest', name: 'team/app', reference: digest },
    ],
    ['BLOB_UNKNOWN', 404, json('BLOB_UNKNOWN'), digest, { kind: 'digest', name: 'team/app', reference: digest }],
    ['another code', 404, json('NOT_FOUND'), '1.0', { kind: 'unstated', name: 'team/app', reference: '1.0' }],
    ['a web page', 404, '<!doctype html>', '1.0', { kind: 'unstated', name: 'team/app', reference: '1.0' }],
    ['no body', 404, '', digest, { kind: 'unstated', name: 'team/app', reference: digest }],
    ['406', 406, json('MANIFEST_UNKNOWN'), '1.0', { kind: 'type', name: 'team/app', reference: '1.0' }],
  ])('with %s names the missing content if stated', async (_what, status, body, reference, absent) => {
    const { registry } = createRegistryStage({ fetch: async () => new Response(body, { status }) });
    const failed = registry.manifest(repository(), reference);
    await expect(failed).rejects.toMatchObject({ reason: 'not_found', detail: { absent } });
  });

  it.each([
    ['NAME_UNKNOWN', 'repository'],
    ['MANIFEST_UNKNOWN', 'unstated'],
  ])('for a list of tags with %s names the repository', async (code, kind) => {
    const { registry } = createRegistryStage({ fetch: async () => new Response(json(code), { status: 404 }) });
    await expect(registry.tags(repository())).rejects.toMatchObject({ detail: { absent: { kind, name: 'team/app' } } });
  });

  it('has the beginning of a body that is not an error body', async () => {
    const { registry } = createRegistryStage({
      fetch: async () => new Response('<html>gateway</html>', { status: 403 }),
    });
    await expect(registry.manifest(repository(), digest)).rejects.toMatchObject({
      detail: { text: '<html>gateway</html>' },
    });
  });

  it.each([
    ['an endlessly nested error', `{"errors":[${'['.repeat(30_000)}${']'.repeat(30_000)}]}`],
    ['a message that is not a string', '{"errors":[{"message":{"toString":1,"valueOf":1}}]}'],
  ])('with %s can be sent to a page', async (_what, body) => {
    for (const status of [404, 500, 502]) {
      const { registry } = createRegistryStage({
        fetch: async () => new Response(body, { status, headers: { 'ociscope-gateway': 'unreachable' } }),
      });
      const error: unknown = await registry.manifest(repository(), digest).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ detail: { status } });
      expect(JSON.stringify(error instanceof AppError && error.detail)).toContain('errors');
    }
  });

  it('after a redirect has no query, which may be signed', async () => {
    fixture.faults.set(digest, { redirectTo: `${fixture.origin}/storage/blob?X-Amz-Signature=s3cret` });
    const error: unknown = await createRegistryStage()
      .registry.manifest(repository(), digest)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ detail: { url: `${fixture.origin}/storage/blob`, status: 404 } });
    expect(JSON.stringify([String(error), error])).not.toContain('s3cret');
  });

  it('has no credential from the URL', async () => {
    fixture.faults.set(digest, { status: 403 });
    const error: unknown = await createRegistryStage()
      .registry.manifest(repository(), digest)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/authorization|token|password/i);
  });
});

describe('a gateway that cannot reach the registry', () => {
  const message = '"registry-1.docker.io" cannot be reached from the gateway: ENOTFOUND';
  const detail = { host: 'registry-1.docker.io', why: 'ENOTFOUND', fault: 'dns' };
  const answer = (reason: string, status = 502) => {
    const headers = { 'ociscope-gateway': reason };
    return async () => Response.json({ errors: [{ code: 'UNKNOWN', message, detail }] }, { status, headers });
  };
  const origin = 'http://localhost:4173';
  const gateway = { mirrors: [], plainHttp: false };
  const own = {
    origin,
    hosts: async () => ({ file: { gateway: '/gateway/', hosts: new Map([['ghcr.io', gateway]]) }, own: new Map() }),
  };

  it.each([
    ['unreachable', 'unreachable'],
    ['tls', 'tls'],
    ['anything', 'server_error'],
  ])('reports "%s" in place of the registry, at once', async (said, reason) => {
    const { registry, waitsMs } = createRegistryStage({ ...own, fetch: answer(said) });
    await expect(registry.manifest({ host: 'ghcr.io', name: 'a' }, digest)).rejects.toMatchObject({
      code: 'unavailable',
      reason,
      message: expect.stringContaining('ENOTFOUND'),
      detail: { host: 'registry-1.docker.io', gateway: 'dns', gatewayWhy: 'ENOTFOUND' },
    });
    expect(waitsMs).toEqual([]);
  });

  it('reports why it refuses a request, without requiring a sign-in', async () => {
    const { registry } = createRegistryStage({ ...own, fetch: answer('denied', 403) });
    const error: unknown = await registry.manifest({ host: 'ghcr.io', name: 'a' }, digest).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'permission_denied',
      reason: 'denied',
      message,
      detail: { gateway: 'refusal' },
    });
    expect(error).not.toMatchObject({ detail: { signIn: expect.anything() } });
  });

  it.each(['tls', 'unreachable'])(
    'is trusted only at the app’s own origin: a registry that says "%s" fails itself',
    async (said) => {
      const { registry, waitsMs } = createRegistryStage({ origin, fetch: answer(said) });
      const error: unknown = await registry.manifest({ host: 'ghcr.io', name: 'a' }, digest).catch((e: unknown) => e);
      expect(error).toMatchObject({ reason: 'server_error', detail: { host: 'ghcr.io' } });
      expect(error).not.toMatchObject({ detail: { gateway: expect.anything() } });
      expect(waitsMs).toHaveLength(2);
    },
  );
});

describe('a transient failure', () => {
  it('is retried with growing delays: 503 twice, then the answer', async () => {
    fixture.faults.set(digest, { status: 503, times: 2 });
    const { registry, waitsMs, records } = createRegistryStage();
    expect((await registry.manifest(repository(), digest)).bytes).toEqual(bytes);
    expect(waitsMs).toEqual([500, 1000]);
    expect(records.map(({ status, attempt }) => [status, attempt])).toEqual([
      [503, 1],
      [503, 2],
      [200, 3],
    ]);
  });

  it('is reported after three attempts', async () => {
    fixture.faults.set(digest, { status: 502 });
    const { registry, records } = createRegistryStage();
    await expect(registry.manifest(repository(), digest)).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'server_error',
    });
    expect(records).toHaveLength(3);
  });

  it('is retried after Retry-After', async () => {
    fixture.faults.set(digest, { status: 429, times: 1, headers: { 'retry-after': '7' } });
    const { registry, waitsMs } = createRegistryStage();
    await registry.manifest(repository(), digest);
    expect(waitsMs).toEqual([7000]);
  });

  it('is reported at once if Retry-After is too long', async () => {
    fixture.faults.set(digest, { status: 429, headers: { 'retry-after': '3600' } });
    const { registry, waitsMs } = createRegistryStage();
    await expect(registry.manifest(repository(), digest)).rejects.toMatchObject({
      code: 'resource_exhausted',
      reason: 'rate_limited',
      detail: { retryAfterMs: 3_600_000 },
    });
    expect(waitsMs).toEqual([]);
    expect(fixture.requests).toHaveLength(1);
  });

  it.each([
    ['20', [20_000, 20_000]],
    ['21', []],
    ['0', [0, 0]],
    ['Tue, 24 Nov 2026 10:00:09 GMT', [9000, 9000]],
    ['Tue, 24 Nov 2026 11:00:00 GMT', []],
    ['Tue, 24 Nov 2026 09:00:00 GMT', [0, 0]],
    ['soon', [500, 1000]],
    ['9'.repeat(400), []],
  ])('is retried after at most 20 s: Retry-After %.30s', async (retryAfter, waits) => {
    const headers = { 'retry-after': retryAfter, date: 'Tue, 24 Nov 2026 10:00:00 GMT' };
    const { registry, waitsMs } = createRegistryStage({
      fetch: async () => new Response(null, { status: 503, headers }),
    });
    await expect(registry.manifest(repository(), digest)).rejects.toMatchObject({ reason: 'server_error' });
    expect(waitsMs).toEqual(waits);
  });

  it('is reported at once if the body of a refusal is endless, in time or in length', async () => {
    const { registry } = createRegistryStage({
      idleTimeoutMs: 1,
      sleep: () => new Promise(setImmediate),
      fetch: async (_url, init) => new Response(trickle(init?.signal), { status: 403 }),
    });
    await expect(registry.manifest(repository(), digest)).rejects.toMatchObject({
      reason: 'denied',
      detail: { text: expect.stringContaining('sent no byte') },
    });
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(65)) });
    const stage = createRegistryStage({ fetch: async () => new Response(endless, { status: 403 }) });
    await expect(stage.registry.manifest(repository(), digest)).rejects.toMatchObject({ reason: 'denied' });
  });
});

describe('limits', () => {
  it('the limit of 4 MiB applies to the stated and the received length', async () => {
    const large = new Uint8Array(4 * 1024 * 1024 + 1);
    fixture.putManifest('team/app', digest, large);
    for (const chunked of [false, true]) {
      fixture.faults.set(digest, { chunked });
      await expect(createRegistryStage().registry.manifest(repository(), digest)).rejects.toMatchObject({
        code: 'resource_exhausted',
        reason: 'too_large',
        detail: { limitBytes: 4 * 1024 * 1024 },
      });
    }
    fixture.putManifest('team/app', digest, large.subarray(1));
    expect((await createRegistryStage().registry.manifest(repository(), digest)).bytes).toHaveLength(4194304);
  });

  it('the time limit ends a silent answer, before its head and in its body', async () => {
    fixture.faults.set(digest, { stallAfter: 5 });
    const idle = { idleTimeoutMs: 1, sleep: (): Promise<void> => Promise.resolve() };
    for (const stage of [
      createRegistryStage(idle),
      createRegistryStage({ ...idle, fetch: (_url, init) => untilAborted(init?.signal) }),
    ]) {
      await expect(stage.registry.manifest(repository(), digest)).rejects.toMatchObject({
        code: 'deadline_exceeded',
        reason: 'unreachable',
        message: expect.stringContaining(`"${fixture.host}" sent no byte of "${fixture.origin}/v2/team/app/manifests/`),
        detail: { host: fixture.host, found: 'silent', idleMs: 1 },
      });
    }
  });

  it('the time limit ends a silent refusal', async () => {
    let passTime: () => void = () => undefined;
    const { registry } = createRegistryStage({
      idleTimeoutMs: 1,
      sleep: (_delayMs, signal) =>
        new Promise((resolve) => {
          passTime = () => !signal?.aborted && resolve();
        }),
      fetch: async (_url, init) => {
        const stalled = new ReadableStream(
          {
            start: (controller) => init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason)),
            pull: async (controller) => {
              passTime();
              await new Promise(setImmediate);
              if (!init?.signal?.aborted) controller.error(new Error('it would never end'));
            },
          },
          { highWaterMark: 0 },
        );
        return new Response(stalled, { status: 403 });
      },
    });
    await expect(registry.manifest(repository(), digest)).rejects.toMatchObject({
      detail: { status: 403, text: expect.stringContaining('sent no byte') },
    });
  });

  it('the time limit starts again with each chunk', async () => {
    const waits: (() => void)[] = [];
    const bytes = new TextEncoder().encode('{}');
    const pieces = [bytes.subarray(0, 1), bytes.subarray(1)];
    let isFirst = true;
    const answer = (signal: AbortSignal | null | undefined) =>
      new ReadableStream(
        {
          start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
          pull: async (controller) => {
            // The idle time ends as soon as the previous chunk has been read.
            if (!isFirst) waits.pop()?.();
            isFirst = false;
            await new Promise(setImmediate);
            const piece = pieces.shift();
            if (piece) controller.enqueue(piece);
            else controller.close();
          },
        },
        { highWaterMark: 0 },
      );
    const { registry } = createRegistryStage({
      sleep: () => new Promise((resolve) => waits.push(resolve)),
      fetch: async (_url, init) => new Response(answer(init?.signal)),
    });
    expect((await registry.manifest(repository(), digest)).bytes).toEqual(bytes);
  });
});

describe('an answer that trickles', () => {
  /** Sends a byte per idle time, endlessly. */
  const trickling = () => {
    let passTime = () => {};
    let windows = 0;
    const { registry } = createRegistryStage({
      idleTimeoutMs: 30_000,
      sleep: (delayMs, signal) =>
        new Promise((resolve, reject) => {
          if (delayMs < 30_000) resolve();
          else passTime = resolve;
          signal?.addEventListener('abort', reject);
        }),
      fetch: async (_url, init) => {
        const { signal } = init ?? {};
        const start = (controller: ReadableStreamDefaultController) =>
          signal?.addEventListener('abort', () => controller.error(signal.reason));
        const pull = async (controller: ReadableStreamDefaultController) => {
          if (windows++ > 0) passTime();
          await new Promise(setImmediate);
          if (windows > 100) controller.error(new Error('it was read without end'));
          else if (!signal?.aborted) controller.enqueue(new Uint8Array(1));
        };
        return new Response(new ReadableStream({ start, pull }, { highWaterMark: 0 }));
      },
    });
    return { registry, windows: () => windows };
  };
  const readBlob = async ({ registry }: ReturnType<typeof trickling>) =>
    new Response((await registry.blob(repository(), digest)).body).arrayBuffer();

  it.each([
    ['a manifest', ({ registry }: ReturnType<typeof trickling>) => registry.manifest(repository(), digest)],
    ['a list', ({ registry }: ReturnType<typeof trickling>) => registry.tags(repository())],
    ['a blob', readBlob],
  ])('is ended after four idle times as %s', async (_what, read) => {
    const stage = trickling();
    await expect(read(stage)).rejects.toMatchObject({
      code: 'deadline_exceeded',
      reason: 'unreachable',
      detail: { found: 'slow' },
    });
    expect(stage.windows()).toBe(5);
  });

  it('ends at once when the caller cancels', async () => {
    let isCancelled = false;
    const silent = new ReadableStream({
      pull: () => new Promise(() => undefined),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { registry } = createRegistryStage({ fetch: async () => new Response(silent) });
    const reader = (await registry.blob(repository(), digest)).body.getReader();
    const pending = reader.read();
    await reader.cancel();
    expect(await pending).toMatchObject({ done: true });
    expect(isCancelled).toBe(true);
  });

  it('is not reported if only its reader is slow', async () => {
    let passTime = () => {};
    const { registry } = createRegistryStage({
      sleep: () =>
        new Promise((resolve) => {
          passTime = resolve;
        }),
      fetch: async (_url, init) => {
        const start = (controller: ReadableStreamDefaultController) =>
          init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
        const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(1));
        return new Response(new ReadableStream({ start, pull }, { highWaterMark: 0 }));
      },
    });
    const reader = (await registry.blob(repository(), digest)).body.getReader();
    await reader.read();
    for (let window = 0; window < 8; window++) {
      passTime();
      await new Promise(setImmediate);
    }
    expect(await reader.read()).toMatchObject({ done: false });
  });
});

describe('a web page in place of a manifest', () => {
  const page = new TextEncoder().encode(' \n<!DOCTYPE html><title>Sign in</title>');

  it.each([
    ['digest', digest, 'data_loss', 'digest_mismatch'],
    ['tag', 'latest', 'invalid_argument', 'invalid_manifest'],
  ])('is recognised by %s', async (_what, reference, code, reason) => {
    fixture.putManifest('team/app', reference, page);
    await expect(createRegistryStage().registry.manifest(repository(), reference)).rejects.toMatchObject({
      code,
      reason,
      message: expect.stringContaining('answered with a web page, not with a manifest'),
      detail: { host: fixture.host, found: 'webpage' },
    });
  });

  it('is returned if it has the requested digest', async () => {
    const of = await digestBytes('sha256', page);
    fixture.putManifest('team/app', of, page);
    expect((await createRegistryStage().registry.manifest(repository(), of)).bytes).toEqual(page);
  });

  it('from a mirror is skipped', async () => {
    const mirrored = { mirrors: ['https://mirror.example'], plainHttp: true };
    const { registry } = createRegistryStage({
      hosts: async () => ({ file: { hosts: new Map() }, own: new Map([[fixture.host, mirrored]]) }),
      fetch: async (input, init) =>
        String(input).startsWith('https://mirror.example') ? new Response(page) : fetch(input, init),
    });
    expect((await registry.manifest(repository(), digest)).bytes).toEqual(bytes);
  });
});

describe('a caller that aborts', () => {
  it('ends the request at any time', async () => {
    const stop = new AbortController();
    const { registry } = createRegistryStage({
      fetch: (_url, init) => {
        queueMicrotask(() => stop.abort());
        return untilAborted(init?.signal);
      },
    });
    await expect(registry.manifest(repository(), digest, { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('a fetch that fails with a TypeError', () => {
  const entry = { mirrors: [], plainHttp: true };
  const plainHttp = { file: { hosts: new Map() }, own: new Map([['registry.lan:5000', entry]]) };

  const failing = (probe: 'answers' | 'fails') => async (_url: unknown, init?: RequestInit) => {
    if (init?.mode === 'no-cors' && probe === 'answers') return new Response(null);
    throw new TypeError('Failed to fetch');
  };

  it.each([
    [
      'offline if the browser is offline',
      { fetch: failing('fails'), isOnline: () => false },
      'localhost:5000',
      'offline',
    ],
    ['cors_missing if a probe is answered', { fetch: failing('answers') }, 'localhost:5000', 'cors_missing'],
    ['unreachable if no probe is answered', { fetch: failing('fails') }, 'localhost:5000', 'unreachable'],
    [
      'mixed_content for plain http from a page on https',
      { fetch: failing('fails'), origin: 'https://scope.example', hosts: async () => plainHttp },
      'registry.lan:5000',
      'mixed_content',
    ],
  ])('is %s', async (_name, options, host, reason) => {
    const { registry } = createRegistryStage(options);
    await expect(registry.manifest({ host, name: 'a' }, digest)).rejects.toMatchObject({ reason, detail: { host } });
  });
});

/** Sends words until it is stopped. */
function trickle(signal: AbortSignal | null | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
    pull: async (controller) => {
      await new Promise(setImmediate);
      if (!signal?.aborted) controller.enqueue(new TextEncoder().encode('words '));
    },
  });
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
