import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { askRaw, closedAfterEach } from '../testing/index.ts';

const { upstream, gatewayTo } = closedAfterEach();

const ok: RequestListener = (_request, response) => response.end('bytes');

describe('a forwarded request', () => {
  it("has the path, the query and five headers, with the gateway's user agent", async () => {
    const registry = await upstream(ok);
    const gateway = await gatewayTo({ 'a.example': { server: `${registry.origin}/base/` } });
    const sent = {
      accept: 'application/json',
      authorization: 'Bearer t',
      'if-none-match': '"e"',
      range: 'bytes=0-1',
      cookie: 'secret=1',
      referer: 'http://a.example/',
      origin: gateway.origin,
      'sec-fetch-site': 'same-origin',
      'accept-encoding': 'gzip',
      'user-agent': 'Browser',
      'x-forwarded-for': '10.0.0.1',
    };
    const answer = await askRaw(gateway, '/gateway/a.example/v2/a/tags/list?n=2', { headers: sent });
    expect(answer).toMatchObject({ status: 200, text: 'bytes' });
    expect(registry.requests).toEqual([
      {
        method: 'GET',
        url: '/base/v2/a/tags/list?n=2',
        headers: {
          accept: 'application/json',
          authorization: 'Bearer t',
          'if-none-match': '"e"',
          range: 'bytes=0-1',
          'accept-encoding': 'identity',
          'user-agent': 'ociscope-gateway',
          host: registry.host,
          connection: expect.any(String),
        },
      },
    ]);
  });

  it('is answered without headers that affect the app, and with safety headers', async () => {
    const registry = await upstream((_request, response) => {
      response.writeHead(206, {
        'content-type': 'text/html',
        'content-range': 'bytes 0-4/9',
        'docker-content-digest': 'sha256:0',
        etag: '"e"',
        link: '</v2/a/tags/list?last=b>; rel="next"',
        'set-cookie': ['a=1', 'b=2'],
        'access-control-allow-origin': '*',
        'strict-transport-security': 'max-age=1',
        'clear-site-data': '"*"',
        'alt-svc': 'h3=":443"',
        'content-security-policy': 'default-src *',
        'service-worker-allowed': '/',
        refresh: '0;url=http://evil.example/',
        'x-content-type-options': 'sniff',
      });
      response.end('bytes');
    });
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    const { status, headers } = await askRaw(gateway, '/gateway/a.example/v2/a/tags/list');
    const { date, connection, 'keep-alive': _, ...others } = headers;
    expect(status).toBe(206);
    expect(others).toEqual({
      'content-type': 'text/html',
      'content-range': 'bytes 0-4/9',
      'docker-content-digest': 'sha256:0',
      etag: '"e"',
      link: '</gateway/a.example/v2/a/tags/list?last=b>; rel="next"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'transfer-encoding': 'chunked',
    });
  });

  it('is answered without a Link to another server', async () => {
    const registry = await upstream((_request, response) => {
      response.writeHead(200, { link: '<https://evil.example/v2/>; rel="next"' }).end();
    });
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    expect((await askRaw(gateway, '/gateway/a.example/v2/')).headers.link).toBeUndefined();
  });

  it('is sent as HEAD for HEAD, with the length', async () => {
    const registry = await upstream((_request, response) => {
      response.writeHead(200, { 'content-length': 1234 }).end();
    });
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    const answer = await askRaw(gateway, '/gateway/a.example/v2/a/manifests/b', { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, text: '', headers: { 'content-length': '1234' } });
    expect(registry.requests).toMatchObject([{ method: 'HEAD' }]);
  });

  it('is streamed, and ends when the visitor disconnects', async () => {
    let left: () => void = () => {};
    const hasLeft = new Promise<void>((resolve) => {
      left = resolve;
    });
    const registry = await upstream((_request, response) => {
      response.write('first');
      response.on('close', left);
    });
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    const visitor = new AbortController();
    const answer = await fetch(`${gateway.origin}/gateway/a.example/v2/a/blobs/b`, { signal: visitor.signal });
    const { value } = (await answer.body?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe('first');
    visitor.abort();
    await hasLeft;
  });

  it('ends at once if the visitor disconnects before the answer', async () => {
    let left: () => void = () => {};
    const hasLeft = new Promise<void>((resolve) => {
      left = resolve;
    });
    const visitor = new AbortController();
    const registry = await upstream((_request, response) => {
      response.on('close', left);
      visitor.abort();
    });
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    await expect(fetch(`${gateway.origin}/gateway/a.example/v2/`, { signal: visitor.signal })).rejects.toThrow('abort');
    await hasLeft;
  });

  it('is cut if the registry cuts it', async () => {
    const registry = await upstream((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('some', () => response.destroy());
    });
    const faults: unknown[] = [];
    const gateway = await gatewayTo(
      { 'a.example': { server: registry.origin } },
      { onFault: (error) => faults.push(error) },
    );
    await expect(askRaw(gateway, '/gateway/a.example/v2/')).rejects.toThrow('aborted');
    expect(faults).toEqual([]);
  });

  it('goes to a listed loopback host over http without a server setting', async () => {
    const registry = await upstream(ok);
    const gateway = await gatewayTo({ [registry.host]: {} });
    expect(await askRaw(gateway, `/gateway/${registry.host}/v2/`)).toMatchObject({ status: 200, text: 'bytes' });
  });
});

it('is sent again if the registry closed an idle connection', async () => {
  const registry = await upstream((_request, response) => {
    if (registry.requests.length === 2) response.socket?.destroy();
    else response.end('bytes');
  });
  const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
  for (const _ of [1, 2]) {
    expect(await askRaw(gateway, '/gateway/a.example/v2/')).toMatchObject({ status: 200, text: 'bytes' });
  }
  expect(registry.requests).toHaveLength(3);
});

describe('a registry that cannot be reached', () => {
  it('is reported with the reason', async () => {
    const registry = await upstream(ok);
    await registry.close();
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    const answer = await askRaw(gateway, '/gateway/a.example/v2/');
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text).errors).toMatchObject([
      {
        code: 'UNKNOWN',
        message: expect.stringContaining(`"${registry.host}" cannot be reached from the gateway: ECONNREFUSED`),
      },
    ]);
    expect(answer.text).not.toContain('at ');
  });

  it('is reported if its name is unknown, it is not a TLS server, or it does not answer', async () => {
    const silent = await upstream(() => {});
    const patient = await gatewayTo({ 'unknown.invalid': {} });
    const hasty = await gatewayTo(
      {
        'plain.example': { server: `https://${silent.host}` },
        'silent.example': { server: silent.origin },
      },
      { timeoutMs: 50 },
    );
    const messageOf = async (gateway: typeof hasty, host: string) => {
      const { status, text } = await askRaw(gateway, `/gateway/${host}/v2/`);
      const { message, detail } = JSON.parse(text).errors[0];
      return `${status} ${detail.fault}: ${message}`;
    };
    expect(await messageOf(patient, 'unknown.invalid')).toMatch(
      /^502 dns: "unknown.invalid" cannot be reached from the gateway: E/,
    );
    expect(await messageOf(hasty, 'plain.example')).toMatch(
      /^502 (cut|tls|timeout): "127.0.0.1:\d+" cannot be reached from the gateway: /,
    );
    expect(await messageOf(hasty, 'silent.example')).toMatch(/^502 timeout: .*no answer within 50 ms$/);
  });
});
