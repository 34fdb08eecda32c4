import { beforeEach, describe, expect, it } from 'vitest';
import { FakeRegistration, FakeServiceWorker, FakeServiceWorkers } from '../testing/fakeServiceWorkers.ts';
import { Connection } from './connection.ts';
import type { ClientEnvironment } from './environment.ts';

const ours = { 'Cache-Status': 'ociscope; hit', 'Ociscope-Version': '1' };

let container: FakeServiceWorkers;
let fetched: string[];
let answers: (() => Response)[];
let timers: { readonly run: () => void; readonly delayMs: number }[];
let started: string[];

beforeEach(() => {
  container = new FakeServiceWorkers();
  fetched = [];
  answers = [];
  timers = [];
  started = [];
});

describe('control', () => {
  it('of a page that has it is believed at once, without waiting for the registration', async () => {
    container.controller = new FakeServiceWorker();
    container.register = () => new Promise(() => undefined);
    const connection = connect();
    expect(await connection.mode).toBe('service-worker');
  });

  it('is waited for on a first visit, until the worker is active and has claimed the page', async () => {
    const worker = new FakeServiceWorker('installing');
    container.registration = new FakeRegistration();
    container.registration.installing = worker;
    worker.onMessage = () => container.control(worker);
    const connection = connect();
    await settle();
    expect(worker.messages).toEqual([]);
    worker.become('activated');
    expect(await connection.mode).toBe('service-worker');
    expect(worker.messages).toEqual([{ type: 'claim' }]);
  });

  it('is claimed back after a hard reload', async () => {
    const worker = activeWorker();
    worker.onMessage = () => container.control(worker);
    expect(await connect().mode).toBe('service-worker');
    expect(worker.messages).toEqual([{ type: 'claim' }]);
  });

  it('that does not come in time leaves the page to a dedicated worker', async () => {
    const worker = activeWorker();
    const connection = connect();
    await settle();
    expect(worker.messages).toEqual([{ type: 'claim' }]);
    fireTimers();
    expect(await connection.mode).toBe('dedicated-worker');
  });

  it('is not to be had from an install that fails', async () => {
    const worker = new FakeServiceWorker('installing');
    container.registration = new FakeRegistration();
    container.registration.installing = worker;
    const connection = connect();
    await settle();
    worker.become('redundant');
    expect(await connection.mode).toBe('dedicated-worker');
  });

  it('is not to be had where registration is refused or service workers are missing', async () => {
    container.refuses = new DOMException('no', 'SecurityError');
    expect(await connect().mode).toBe('dedicated-worker');
    expect(await connect({ serviceWorker: undefined }).mode).toBe('dedicated-worker');
  });
});

describe('an answer', () => {
  it('of the worker is given as it is', async () => {
    container.controller = new FakeServiceWorker();
    answers = [() => new Response('bytes', { headers: ours })];
    const response = await connect().send({ url: '/v2/a/manifests/b' });
    expect(await response.text()).toBe('bytes');
    expect(fetched).toEqual(['/v2/a/manifests/b']);
  });

  it('of the static server, which is 200 with the document, is never believed', async () => {
    const worker = activeWorker();
    container.controller = worker;
    answers = [() => new Response('<!doctype html>'), () => new Response('bytes', { headers: ours })];
    const response = await connect().send({ url: '/v2/a/manifests/b' });
    expect(await response.text()).toBe('bytes');
    expect(fetched).toHaveLength(2);
  });

  it('of the static server alone sends the request to a dedicated worker', async () => {
    container.controller = activeWorker();
    answers = [() => new Response('<!doctype html>'), () => new Response('<!doctype html>')];
    await connect().send({ url: '/v2/a/manifests/b' });
    expect(started).toEqual(['/sw.js']);
  });

  it('of a release that waits is asked for where this one speaks another wire version', async () => {
    const waiting = new FakeServiceWorker('installed');
    container.controller = activeWorker();
    if (container.registration) container.registration.waiting = waiting;
    waiting.onMessage = () => container.control(waiting);
    answers = [
      () => new Response('old', { headers: { ...ours, 'Ociscope-Version': '0' } }),
      () => new Response('new', { headers: ours }),
    ];
    const connection = connect();
    await settle();
    expect(await (await connection.send({ url: '/-/log' })).text()).toBe('new');
    expect(waiting.messages).toEqual([{ type: 'skip-waiting' }]);
  });

  it('of another wire version is refused with words where no release waits', async () => {
    container.controller = activeWorker();
    answers = [() => new Response('old', { headers: { ...ours, 'Ociscope-Version': '99' } })];
    await expect(connect().send({ url: '/-/log' })).rejects.toMatchObject({
      code: 'failed_precondition',
      reason: 'unsupported',
      detail: { title: expect.stringContaining('different releases') },
    });
  });
});

describe('updates', () => {
  it('tell of a release that was installed behind the page, and let it take over', async () => {
    container.controller = activeWorker();
    const { updates } = connect();
    await settle();
    expect(updates.isWaiting()).toBe(false);
    let told = 0;
    const stop = updates.subscribe(() => told++);
    const next = new FakeServiceWorker('installing');
    const { registration } = container;
    if (!registration) throw new Error('nothing was registered');
    registration.installing = next;
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = next;
    next.become('installed');
    expect([told, updates.isWaiting()]).toEqual([1, true]);
    next.onMessage = () => container.control(next);
    await updates.apply();
    expect(container.controller).toBe(next);
    stop();
    next.become('activated');
    expect(told).toBe(1);
  });
});

function connect(changes: Partial<ClientEnvironment> = {}): Connection {
  return new Connection({
    fetch: async (url) => {
      fetched.push(url);
      const answer = answers.shift();
      if (!answer) throw new TypeError('nothing answers');
      return answer();
    },
    serviceWorker: container.asContainer(),
    workerUrl: '/sw.js',
    workerType: 'classic',
    createWorker: (url) => {
      started.push(url);
      return new EchoWorker() as unknown as Worker;
    },
    setTimeout: (run, delayMs) => timers.push({ run, delayMs }),
    ...changes,
  });
}

/** A dedicated worker that answers every request with an empty 200 of ours. */
class EchoWorker extends EventTarget {
  postMessage({ type, id }: { readonly type: string; readonly id: number }): void {
    const answer =
      type === 'request' ? { type: 'head', id, status: 200, headers: Object.entries(ours) } : { type: 'piece', id };
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: answer })));
  }
}

function activeWorker(): FakeServiceWorker {
  const worker = new FakeServiceWorker();
  container.registration = new FakeRegistration();
  container.registration.active = worker;
  return worker;
}

function fireTimers(): void {
  for (const { run } of timers.splice(0)) run();
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
