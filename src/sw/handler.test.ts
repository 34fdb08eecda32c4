import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseIngests, parseParents } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { type Digest, digestBytes, mediaTypes } from '../oci/index.ts';
import { createMemoryKeychain, HostsSource } from '../registry/index.ts';
import {
  createPullThroughStage,
  createTexts,
  imageFixture,
  type ManifestFixture,
  type PullThroughStage,
  stageTime,
} from '../testing/index.ts';
import { createHandler, type Handler } from './handler.ts';
import { RequestLog } from './requestLog.ts';
import type { Settings } from './settingsRoutes.ts';
import { StorageSettings } from './storageSettings.ts';

const origin = 'http://localhost:4173';
const repository = { host: 'docker.io', name: 'library/alpine' };
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });
const script = new TextEncoder().encode('<script>0123456789');

let stage: PullThroughStage;
let image: ManifestFixture;
let blob: Digest;
let log: RequestLog;
let handler: Handler;
let settings: Settings;
let storageSettings: StorageSettings;
let nowMs: number;

beforeEach(async () => {
  nowMs = 0;
  stage = createPullThroughStage();
  image = await imageFixture();
  blob = await digestBytes('sha256', script);
  stage.registry.put(repository, image.digest, image.bytes);
  stage.registry.put(repository, 'latest', image.bytes);
  stage.registry.put(repository, blob, script);
  log = new RequestLog({ now: () => 0 });
  settings = {
    keychain: createMemoryKeychain(),
    hosts: new HostsSource({
      fetchFile: async () =>
        Response.json({ gateway: '/gateway/', hosts: { 'docker.io': { mirrors: ['https://m.example'] } } }),
      texts: { text: async () => undefined, putText: async () => undefined },
      warn: (message, fields) => log.warn(message, fields),
    }),
    tester: {
      test: async (host) => [
        { base: `https://${host}`, durationMs: 1.6 },
        {
          base: 'https://m.example',
          durationMs: 2,
          error: new AppError('unavailable', 'gone', { reason: 'unreachable' }),
        },
      ],
      trySignIn: async (_host, { password }) => {
        if (password !== 'wrong') return password !== 'not needed';
        throw new AppError('unauthenticated', 'refused', { detail: { signIn: { host: 'ghcr.io', refused: true } } });
      },
      isReached: async (origin) => origin === 'https://nas.local:5000',
    },
  };
  storageSettings = new StorageSettings({ texts: createTexts(), estimate: async () => ({ usage: 3, quota: 1000 }) });
  handler = createHandler({ open: async () => stage, settings, storageSettings, log, now: () => nowMs });
});

const manifestPath = () => `/v2/library/alpine/manifests/${image.digest}?ns=docker.io`;
const blobPath = () => `/v2/library/alpine/blobs/${blob}?ns=docker.io`;
const ask = (path: string, init?: RequestInit) => handler(new Request(`${origin}${path}`, init));

describe('a manifest', () => {
  it('is answered with its exact bytes and its metadata', async () => {
    const answer = await ask(manifestPath());
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(image.bytes);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-status': 'ociscope; fwd=miss; stored',
      'content-length': String(image.bytes.length),
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
      'docker-content-digest': image.digest,
      'ociscope-source': 'docker.io/library/alpine',
    });
    expect((await ask(manifestPath())).headers.get('cache-status')).toBe('ociscope; hit');
  });

  it('is answered to HEAD with the same headers and no body', async () => {
    const [get, head] = [await ask(manifestPath()), await ask(manifestPath(), { method: 'HEAD' })];
    expect(await head.text()).toBe('');
    for (const name of ['content-length', 'content-type', 'docker-content-digest']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });

  it('is answered by tag, and by digest without a repository once it is stored', async () => {
    const byTag = await ask('/v2/library/alpine/manifests/latest?ns=docker.io');
    expect(byTag.headers.get('docker-content-digest')).toBe(image.digest);
    const alone = await ask(`/-/manifests/${image.digest}`);
    expect([alone.status, alone.headers.get('ociscope-source')]).toEqual([200, 'docker.io/library/alpine']);
  });
});

describe('a blob', () => {
  it('is answered completely or by range, and never as HTML', async () => {
    const whole = await ask(blobPath());
    expect(await whole.text()).toBe('<script>0123456789');
    expect(whole.headers.get('content-type')).toBe('application/octet-stream');
    const part = await ask(blobPath(), { headers: { range: 'bytes=8-10' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 8-10/18', '012']);
    const rest = await ask(blobPath(), { headers: { range: 'bytes=16-' } });
    expect([rest.status, await rest.text()]).toEqual([206, '89']);
  });

  it.each(['bytes=-5', 'bytes=0-1,4-5', 'bytes=5-2', 'lines=1-2'])(
    'is answered completely for the range "%s"',
    async (range) => {
      const answer = await ask(blobPath(), { headers: { range } });
      expect([answer.status, await answer.text()]).toEqual([200, '<script>0123456789']);
    },
  );
});

describe('a list', () => {
  const tagsPath = '/v2/library/alpine/tags/list?ns=docker.io';

  it('of tags is that of the registry, with a Link to the next page', async () => {
    stage.registry.page = { names: ['a', 'b'], next: '?n=2&token=x/y', dropped: 3 };
    const answer = await ask(`${tagsPath}&n=2&last=9`);
    expect(stage.registry.log.argsOf('registry.tags')).toEqual([['library/alpine', '9']]);
    expect(await answer.json()).toEqual({ name: 'library/alpine', tags: ['a', 'b'], dropped: 3 });
    expect([answer.headers.get('cache-status'), answer.headers.get('link')]).toEqual([
      'ociscope; fwd=miss',
      `<${tagsPath}&n=2&last=%3Fn%3D2%26token%3Dx%2Fy>; rel="next"`,
    ]);
  });

  it('of repositories is that of the host', async () => {
    stage.registry.page = { names: ['a'], dropped: 0 };
    const answer = await ask('/v2/_catalog?ns=docker.io');
    expect([await answer.json(), answer.headers.get('link')]).toEqual([{ repositories: ['a'] }, null]);
  });

  it('of tags has the names and times seen before if the registry cannot be reached', async () => {
    await ask('/v2/library/alpine/manifests/latest?ns=docker.io');
    stage.registry.failWith(offline);
    const answer = await ask(tagsPath);
    expect(answer.headers.get('cache-status')).toBe('ociscope; hit; detail=stale-list');
    expect(await answer.json()).toEqual({
      name: 'library/alpine',
      tags: ['latest'],
      seen: { latest: expect.stringMatching(/^2024-01-01T/) },
    });
    const tag = await ask('/v2/library/alpine/manifests/latest?ns=docker.io');
    expect(tag.headers.get('ociscope-tag-seen-at')).toMatch(/^2024-01-01T/);
  });

  it('of referrers is an index, filtered on request', async () => {
    const artifactType = 'application/a+b';
    stage.registry.descriptors = [{ mediaType: mediaTypes.ociManifest, digest: blob, artifactType }];
    const path = `/v2/library/alpine/referrers/${image.digest}?ns=docker.io`;
    const all = await ask(path);
    expect((await all.json()).manifests).toHaveLength(1);
    expect(all.headers.get('oci-filters-applied')).toBeNull();
    const some = await ask(`${path}&artifactType=${encodeURIComponent(artifactType)}`);
    expect((await some.json()).manifests).toHaveLength(1);
    expect(Object.fromEntries(some.headers)).toMatchObject({
      'content-type': mediaTypes.ociIndex,
      'oci-filters-applied': 'artifactType',
      'cache-status': 'ociscope; fwd=miss',
      'docker-content-digest': expect.stringMatching(/^sha256:/),
    });
  });
});

describe('every answer', () => {
  it('prevents scripts from running and has the wire version', async () => {
    const lists = [
      '/v2/_catalog?ns=docker.io',
      '/v2/a/tags/list?ns=docker.io',
      `/v2/a/referrers/${image.digest}?ns=docker.io`,
    ];
    const paths = [
      ...lists,
      manifestPath(),
      blobPath(),
      '/v2/',
      '/-/log',
      '/-/storage',
      `/-/parents/${image.digest}`,
      '/v2/Bad/manifests/x',
      '/-/nothing',
    ];
    for (const path of paths) {
      expect(Object.fromEntries((await ask(path)).headers), path).toMatchObject({
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-status': expect.stringMatching(/^ociscope/),
        'ociscope-version': '3',
      });
    }
  });

  it('to an invalid request is an error of the distribution-spec, with its status', async () => {
    const absent = `sha256:${'0'.repeat(64)}`;
    const cases: readonly (readonly [string, RequestInit | undefined, number, string])[] = [
      [`/v2/library/alpine/manifests/${absent}?ns=docker.io`, undefined, 404, 'MANIFEST_UNKNOWN'],
      ['/v2/Bad/manifests/x', undefined, 400, 'NAME_INVALID'],
      [manifestPath(), { method: 'PUT' }, 501, 'UNSUPPORTED'],
      ['/-/nothing', undefined, 404, 'UNSUPPORTED'],
      ['/-/present', { method: 'POST', body: '{' }, 400, 'UNSUPPORTED'],
      ['/-/present', undefined, 400, 'UNSUPPORTED'],
    ];
    for (const [path, init, status, code] of cases) {
      const answer = await ask(path, init);
      expect([answer.status, (await answer.json()).errors[0].code], path).toEqual([status, code]);
    }
  });

  it('is an error if the store cannot be opened; the next request opens it again', async () => {
    let isBroken = true;
    handler = createHandler({
      settings,
      open: async () => {
        if (isBroken) throw new AppError('failed_precondition', 'newer release', { reason: 'internal' });
        return stage;
      },
      storageSettings,
      log,
      now: () => 0,
    });
    expect((await ask(manifestPath())).status).toBe(412);
    isBroken = false;
    expect((await ask(manifestPath())).status).toBe(200);
  });
});

describe('a navigation', () => {
  it.each([
    [() => manifestPath(), () => `/#docker.io/library/alpine@${image.digest}`],
    [() => '/v2/library/alpine/manifests/latest?ns=docker.io', () => '/#docker.io/library/alpine:latest'],
    [() => blobPath(), () => `/#${blob}`],
    [() => '/v2/library/alpine/tags/list?ns=docker.io', () => '/#repo=docker.io/library/alpine'],
    [() => '/v2/_catalog?ns=localhost:5000', () => '/#host=localhost:5000'],
    [
      () => `/v2/library/alpine/referrers/${image.digest}?ns=docker.io`,
      () => `/#docker.io/library/alpine@${image.digest}`,
    ],
    [() => `/-/parents/${blob}`, () => `/#${blob}`],
    [() => `/-/manifests/${blob}`, () => `/#${blob}`],
    [() => '/-/log', () => '/'],
    [() => '/v2/', () => '/'],
  ])('to a registry URL is redirected to its page, without a request to the registry', async (path, address) => {
    const request = new Request(`${origin}${path()}`);
    Object.defineProperty(request, 'mode', { value: 'navigate' });
    const answer = await handler(request);
    expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([302, address(), '']);
    expect(stage.registry.log.names).toEqual([]);
  });
});

describe('a navigation to a file', () => {
  const navigate = (path: string) => {
    const request = new Request(`${origin}${path}`);
    Object.defineProperty(request, 'mode', { value: 'navigate' });
    return handler(request);
  };

  it('saves stored content with headers that prevent scripts from running', async () => {
    await (await ask(blobPath())).text();
    const path = `/-/export/${blob}/file?type=text/html&ticket=a-1`;
    await ask(path, { method: 'HEAD' });
    const answer = await navigate(path);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${blob.slice(7, 19)}.bin"`,
      'content-length': String(script.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(script);
  });

  it('is redirected to the page unless a page of the app has just announced it', async () => {
    await (await ask(blobPath())).text();
    const path = `/-/export/${blob}/file?type=text/html`;
    const announced = `${path}&ticket=a-1`;
    const statusOf = async (to: string) => (await navigate(to)).status;
    await ask(path, { method: 'HEAD' });
    expect([await statusOf(path), await statusOf(announced)]).toEqual([302, 302]);
    await ask(announced, { method: 'HEAD' });
    expect(await statusOf(`${path}&ticket=a-2`)).toBe(302);
    expect([await statusOf(announced), await statusOf(announced)]).toEqual([200, 302]);
    await ask(announced, { method: 'HEAD' });
    nowMs = 60_001;
    expect(await statusOf(announced)).toBe(302);
  });

  it('is redirected to the page if content is missing, while a fetch gets the error', async () => {
    await ask(manifestPath());
    const answer = await navigate(`/-/export/${image.digest}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/#${image.digest}`]);
    const refused = await ask(`/-/export/${image.digest}`);
    expect(refused.status).toBe(404);
    expect((await refused.json()).errors[0].detail.facts).toMatchObject({ role: 'config', missing: { count: 1 } });
  });
});

describe('the app’s own API', () => {
  it('returns the digests that are stored', async () => {
    await ask(manifestPath());
    const absent = `sha256:${'0'.repeat(64)}`;
    const body = JSON.stringify([image.digest, absent, 'no digest']);
    const answer = await ask('/-/present', { method: 'POST', body });
    expect(await answer.json()).toEqual({ present: [image.digest] });
  });

  it('returns the stored manifests that point to a digest, without a request, even offline', async () => {
    await ask(manifestPath());
    stage.registry.failWith(offline);
    const before = stage.registry.log.names.length;
    const config = image.manifest.references()[0]?.digest;
    const answer = await ask(`/-/parents/${config}`);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(parseParents(await answer.json())).toEqual({
      parents: [
        {
          digest: image.digest,
          size: image.bytes.length,
          repositories: [repository],
          tags: [],
          seenAt: stageTime,
          place: { mediaType: mediaTypes.ociManifest, artifactType: mediaTypes.ociConfig, path: 'config', count: 1 },
        },
      ],
      more: 0,
    });
    expect(await (await ask(`/-/parents/${image.digest}`)).json()).toEqual({ parents: [], more: 0 });
    expect(stage.registry.log.names).toHaveLength(before);
    expect((await ask(`/-/parents/${config}`, { method: 'POST', body: '{}' })).status).toBe(501);
    expect((await ask('/-/parents/latest')).status).toBe(400);
  });

  it('returns the storage figures if the browser reports them', async () => {
    expect(await (await ask('/-/storage')).json()).toEqual({});
    handler = createHandler({
      open: async () => stage,
      settings,
      storageSettings,
      log,
      now: () => 0,
      estimate: async () => ({ usage: 1, quota: 2 }),
    });
    expect(await (await ask('/-/storage')).json()).toEqual({ usedBytes: 1, quotaBytes: 2 });
  });

  it('lists stored content by image and by blob, and verifies it', async () => {
    await ask(manifestPath());
    const facts = await (await ask('/-/content')).json();
    expect(facts).toMatchObject({ count: 1, limitBytes: 800, isOwnLimit: false, images: [{ digest: image.digest }] });
    expect(await (await ask('/-/content/blobs')).json()).toMatchObject({ blobs: [{ digest: image.digest }] });
    const verified = await ask('/-/verify', { method: 'POST' });
    expect(verified.headers.get('content-type')).toBe('application/x-ndjson');
    expect(
      (await verified.text())
        .trim()
        .split('\n')
        .map((line) => Object.keys(JSON.parse(line))),
    ).toEqual([['progress'], ['progress'], ['result']]);
    const roots = { method: 'POST', body: '{"pinned":[],"recent":[]}' };
    expect((await ask('/-/roots', roots)).status).toBe(200);
    expect(await (await ask('/-/content', { method: 'POST', body: '{"clear":true}' })).json()).toMatchObject({
      count: 1,
    });
    for (const path of ['/-/verify', '/-/roots']) expect((await ask(path)).status).toBe(501);
  });

  it('returns the log of requests and answers, newest first', async () => {
    await ask(manifestPath());
    log.warn('careful');
    const { entries } = await (await ask('/-/log')).json();
    expect(entries).toMatchObject([
      { kind: 'warning', text: 'careful' },
      {
        kind: 'answered',
        method: 'GET',
        url: manifestPath(),
        status: 200,
        bytes: image.bytes.length,
        cacheStatus: 'ociscope; fwd=miss; stored',
      },
    ]);
  });
});

describe('sign-ins and hosts', () => {
  const post = (path: string, body: unknown) => ask(path, { method: 'POST', body: JSON.stringify(body) });
  const signIn = {
    host: 'ghcr.io',
    username: 'ann',
    password: 'planted-password',
    keep: 'session',
    session: 's',
    realms: ['https://auth.example'],
  };

  it('store and remove a sign-in, and never return its password', async () => {
    const kept = await (await post('/-/credentials', signIn)).text();
    expect(JSON.parse(kept)).toEqual({
      credentials: [{ host: 'ghcr.io', username: 'ann', keep: 'session', realms: ['https://auth.example'] }],
    });
    expect(await settings.keychain.of('ghcr.io')).toMatchObject({ password: 'planted-password' });
    const listed = await (await ask('/-/credentials')).text();
    expect(listed).toBe(kept);
    expect(`${kept}${JSON.stringify(await log.entries())}`).not.toContain('planted');
    expect(await (await post('/-/credentials', { forget: 'ghcr.io' })).json()).toEqual({ credentials: [] });
    expect(await settings.keychain.of('ghcr.io')).toBeUndefined();
  });

  it.each([
    ['wrong', 401],
    ['not needed', 200],
  ])('do not store a sign-in that is %s', async (password, status) => {
    const answer = await post('/-/credentials', { ...signIn, password });
    expect([answer.status, await settings.keychain.list()]).toEqual([status, []]);
  });

  it.each([
    null,
    {},
    { ...signIn, host: '' },
    { ...signIn, keep: 'ever' },
    { ...signIn, password: 7 },
    { ...signIn, password: 'x'.repeat(20_000) },
    { ...signIn, realms: ['https://auth.example/path'] },
    { ...signIn, realms: 'x' },
  ])('refuse the invalid sign-in %j', async (body) => {
    const answer = await post('/-/credentials', body);
    expect([answer.status, await settings.keychain.list()]).toEqual([400, []]);
  });

  it('set and remove a person’s own entry for a host, in addition to hosts.json', async () => {
    const entry = { server: 'https://registry.lan', plainHttp: true, auth: 'basic' };
    const answer = await (await post('/-/hosts', { host: 'registry.lan', entry })).json();
    expect(answer).toEqual({
      gateway: '/gateway/',
      listed: { 'docker.io': { mirrors: ['https://m.example'] } },
      own: { 'registry.lan': entry },
    });
    expect(await (await ask('/-/hosts')).json()).toEqual(answer);
    expect((await (await post('/-/hosts', { host: 'registry.lan', entry: null })).json()).own).toEqual({});
  });

  it.each([[{}], [{ host: 'a', entry: { mirror: [] } }], [{ host: 'a b', entry: {} }]])(
    'refuse the invalid entry %j',
    async (body) => {
      const answer = await post('/-/hosts', body);
      expect(answer.status).toBe(400);
      expect((await settings.hosts.get()).own.size).toBe(0);
    },
  );

  it('test each endpoint of a host', async () => {
    expect(await (await ask('/-/hosts/test?host=ghcr.io')).json()).toEqual({
      places: [
        { base: 'https://ghcr.io', durationMs: 2 },
        { base: 'https://m.example', durationMs: 2, error: { message: 'gone', reason: 'unreachable' } },
      ],
    });
    expect((await ask('/-/hosts/test?host=a%20b')).status).toBe(400);
  });

  it('report whether a host answers over HTTPS or plain HTTP, and refuse anything but a host', async () => {
    const reach = (query: string) => ask(`/-/hosts/reach?${query}`);
    expect(await (await reach('host=nas.local:5000')).json()).toBe(true);
    expect(await (await reach('host=nas.local:5000&plain')).json()).toBe(false);
    for (const hostile of [
      'host=',
      'host=a@nas.local',
      'host=nas.local/x',
      'host=javascript:alert&plain',
      'host=//a',
    ]) {
      expect((await reach(hostile)).status, hostile).toBe(400);
    }
  });
});

describe('ingests', () => {
  const large = new Uint8Array(4 * 2 ** 20 + 5).fill(3);
  const linesOf = async (answer: Response) =>
    (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  let digest: Digest;
  let downloadPath: string;

  beforeEach(async () => {
    digest = await digestBytes('sha256', large);
    stage.registry.put(repository, digest, large);
    downloadPath = `/-/ingests/library/alpine/${digest}?ns=docker.io&size=${large.length}`;
    let nowMs = 0;
    handler = createHandler({ open: async () => stage, settings, storageSettings, log, now: () => nowMs++ });
  });

  it('report progress and finally that the blob is stored', async () => {
    const answer = await ask(downloadPath, { method: 'POST' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/x-ndjson',
      'cache-status': 'ociscope',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    const lines = await linesOf(answer);
    expect(lines[0]).toEqual({ progress: { done: 0, total: large.length } });
    expect(lines.slice(-2)).toEqual([{ progress: { done: large.length, total: large.length } }, { result: null }]);
    // The clock advances 1 ms for each of 65 pieces, and a line is written every 100 ms.
    expect(lines.length).toBeLessThan(10);
    expect(await linesOf(await ask(downloadPath, { method: 'POST' }))).toEqual([{ result: null }]);
    expect((await stage.store.info(digest)).size).toBe(large.length);
  });

  it('end with the error if the blob cannot be downloaded', async () => {
    stage.registry.failWith(offline);
    const lines = await linesOf(await ask(downloadPath, { method: 'POST' }));
    expect(lines.at(-1)).toMatchObject({ error: { detail: { reason: 'offline' } } });
  });

  it('are aborted once all requests and answers are cancelled; partial ones are listed and removed', async () => {
    const release = stage.registry.hold();
    const leaving = new AbortController();
    const answers = [
      await ask(downloadPath, { method: 'POST', signal: leaving.signal }),
      await ask(downloadPath, { method: 'POST' }),
    ];
    const asked = stage.registry.nextCall();
    await asked;
    leaving.abort(new Error('left'));
    await expect(answers[0]?.text()).rejects.toThrow('left');
    expect(stage.registry.log.names).not.toContain('registry.blob aborted');
    await answers[1]?.body?.cancel();
    await vi.waitFor(() => expect(stage.registry.log.names).toContain('registry.blob aborted'));
    release();

    const writer = await stage.store.writer(`blob-${digest}`, { digest, size: 100n }, { waits: true });
    await writer.write(large.subarray(0, 10));
    await writer.close();
    const listed = await (await ask('/-/ingests')).json();
    expect(listed.ingests).toMatchObject([{ ref: `blob-${digest}`, offset: 10, total: 100, expected: digest }]);
    expect(parseIngests(listed)).toMatchObject([{ offset: 10, startedAt: stageTime }]);
    const drop = () => ask('/-/ingests', { method: 'POST', body: JSON.stringify({ drop: `blob-${digest}` }) });
    expect(await (await drop()).json()).toEqual({ ingests: [] });
    expect((await drop()).status).toBe(404);
  });

  it.each(['', '{}', '{"drop":1}', 'null'])('are not removed by the body %j', async (body) => {
    expect((await ask('/-/ingests', { method: 'POST', body })).status).toBe(400);
  });

  it('are started by POST only', async () => {
    expect((await ask(downloadPath)).status).toBe(501);
    expect(stage.registry.asked).toEqual([]);
  });
});

describe('a store in memory', () => {
  beforeEach(() => {
    handler = createHandler({
      open: async () => ({ ...stage, isVolatile: true }),
      settings,
      storageSettings,
      log,
      now: () => nowMs,
    });
  });

  it('answers and never reports content as stored', async () => {
    const statuses = [await ask(manifestPath()), await ask(manifestPath())].map(({ headers }) =>
      headers.get('cache-status'),
    );
    expect(statuses).toEqual(['ociscope; fwd=miss; detail=memory', 'ociscope; hit; detail=memory']);
    const present = await ask('/-/present', { method: 'POST', body: JSON.stringify([image.digest]) });
    expect(await present.json()).toEqual({ present: [] });
    expect(await (await ask('/-/content')).json()).toMatchObject({ isVolatile: true, count: 1 });
  });

  it('refuses downloads, which would be lost when the worker stops', async () => {
    const answer = await ask(`/-/ingests/library/alpine/${blob}?ns=docker.io`, { method: 'POST' });
    expect(await answer.text()).toContain('memory_store');
  });
});
