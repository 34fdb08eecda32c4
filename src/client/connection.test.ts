import { beforeEach, describe, expect, it } from 'vitest';
import { type WorkerAnswer, type WorkerRequest, wireVersion } from '../api/index.ts';
import { FakeRegistration, FakeServiceWorker, FakeServiceWorkers } from '../testing/fakes/fakeServiceWorkers.ts';
import type { ClientEnvironment } from './clientEnvironment.ts';
import { Connection } from './connection.ts';

const ours = { 'Cache-Status': 'ociscope; hit', 'Ociscope-Version': wireVersion };

let container: FakeServiceWorkers;
let fetched: string[];
let answers: (() => Response)[];
let started: string[];
let ended: number;

beforeEach(() => {
  container = new FakeServiceWorkers();
  fetched = [];
  answers = [];
  started = [];
  ended = 0;
});

describe('the mode', () => {
  it('is known immediately for a controlled page, without waiting for the registration', async () => {
    container.controller = new FakeServiceWorker();
    container.register = () => new Promise(() => undefined);
    expect(await connect().mode).toBe('service-worker');
  });

  it('is known on a first visit once the worker is installed', async () => {
    const worker = installingWorker();
    const { mode } = connect();
    await settle();
    worker.become('activated');
    expect(await mode).toBe('service-worker');
  });

  it('is known immediately after a hard reload, and the worker is asked to claim the page', async () => {
    const worker = activeWorker();
    expect(await connect().mode).toBe('service-worker');
    expect(worker.messages).toEqual([{ type: 'claim' }]);
  });

  it('is a dedicated worker if the install fails, registration is refused or service workers are missing', async () => {
    const worker = installingWorker();
    const { mode } = connect();
    await settle();
    worker.become('redundant');
    expect(await mode).toBe('dedicated-worker');
    container = new FakeServiceWorkers();
    container.refuses = new DOMException('no', 'SecurityError');
    expect(await connect().mode).toBe('dedicated-worker');
    expect(await connect({ serviceWorker: undefined }).mode).toBe('dedicated-worker');
  });

  it('is that of the registered worker if registration fails offline', async () => {
    const worker = activeWorker();
    container.refuses = new TypeError('offline');
    expect(await connect().mode).toBe('service-worker');
    expect(worker.messages).toEqual([{ type: 'claim' }]);
  });
});

describe('a request', () => {
  it('is fetched by a controlled page', async () => {
    container.controller = activeWorker();
    answers = [() => new Response('bytes', { headers: ours })];
    const response = await connect().send({ url: '/v2/a/manifests/b' });
    expect(await response.text()).toBe('bytes');
    expect(fetched).toEqual(['/v2/a/manifests/b']);
  });

  it('is sent to the installing worker on a first visit, and never fetched', async () => {
    const worker = installingWorker();
    worker.onMessage = (message) => reply(worker, message, 'from the worker');
    const response = await connect().send({ url: '/v2/a/manifests/b' });
    expect(await response.text()).toBe('from the worker');
    expect([fetched, started, container.isListening]).toEqual([[], [], true]);
  });

  it('is answered by a dedicated worker if the install fails meanwhile', async () => {
    const worker = installingWorker();
    worker.onMessage = () => worker.become('redundant');
    const response = await connect().send({ url: '/v2/a/manifests/b' });
    expect(await response.text()).toBe('from a dedicated worker');
    expect(started).toEqual(['/worker.js']);
  });

  it('is answered by a dedicated worker if there are no service workers', async () => {
    const connection = connect({ serviceWorker: undefined });
    expect(await (await connection.send({ url: '/a' })).text()).toBe('from a dedicated worker');
    expect(await (await connection.send({ url: '/b' })).text()).toBe('from a dedicated worker');
    expect([fetched, started]).toEqual([[], ['/worker.js']]);
  });
});

describe('a dedicated worker', () => {
  it('is started in any mode and terminated by close', async () => {
    container.controller = activeWorker();
    const aside = connect().openDedicatedWorker();
    expect(await (await aside.send({ url: '/-/a' })).text()).toBe('from a dedicated worker');
    expect([fetched, started, ended]).toEqual([[], ['/worker.js'], 0]);
    aside.close();
    expect(ended).toBe(1);
  });

  it('does not affect the dedicated worker that answers the page', async () => {
    const connection = connect({ serviceWorker: undefined });
    await connection.send({ url: '/a' });
    connection.openDedicatedWorker().close();
    expect(await (await connection.send({ url: '/b' })).text()).toBe('from a dedicated worker');
    expect([started, ended]).toEqual([['/worker.js', '/worker.js'], 1]);
  });
});

describe('an answer', () => {
  it('is ignored if it comes from the static server, and the worker is asked by message', async () => {
    const worker = activeWorker();
    container.controller = worker;
    worker.onMessage = (message) => reply(worker, message, 'from the worker');
    answers = [() => new Response('<!doctype html>')];
    const response = await connect().send({ url: '/v2/a/manifests/b' });
    expect(await response.text()).toBe('from the worker');
    expect(fetched).toHaveLength(1);
  });

  it('of another wire version makes the waiting release take over, and the request is repeated', async () => {
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

  it('of another wire version is requested once more and then refused if the newer release has already taken over', async () => {
    container.controller = activeWorker();
    const other = () => new Response('new', { headers: { ...ours, 'Ociscope-Version': '99' } });
    answers = [other, other];
    const connection = connect();
    container.control(new FakeServiceWorker());
    await expect(connection.send({ url: '/-/log' })).rejects.toMatchObject({ detail: { found: 'other_release' } });
    expect(fetched).toHaveLength(2);
  });

  it('of another wire version is refused with failed_precondition if no release is waiting', async () => {
    container.controller = activeWorker();
    answers = [() => new Response('old', { headers: { ...ours, 'Ociscope-Version': '99' } })];
    await expect(connect().send({ url: '/-/log' })).rejects.toMatchObject({
      code: 'failed_precondition',
      reason: 'unsupported',
      detail: { found: 'other_release' },
    });
  });
});

describe('updates', () => {
  it('report a release installed while the page is open, and let it take over', async () => {
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
    expect(told).toBe(2);
    stop();
    next.become('activated');
    expect(told).toBe(2);
  });

  it('report a release that was already installing', async () => {
    container.controller = activeWorker();
    const next = new FakeServiceWorker('installing');
    const { registration } = container;
    if (!registration) throw new Error('nothing was registered');
    registration.installing = next;
    const { updates } = connect();
    let told = 0;
    updates.subscribe(() => told++);
    await settle();
    registration.waiting = next;
    next.become('installed');
    expect([told, updates.isWaiting()]).toEqual([2, true]);
  });

  it('report that the page is outdated after another tab let the newer release take over', async () => {
    container.controller = activeWorker();
    const { updates } = connect();
    await settle();
    let told = 0;
    updates.subscribe(() => told++);
    container.control(new FakeServiceWorker());
    expect([told, updates.isWaiting()]).toEqual([1, true]);
    await updates.apply();
  });

  it('ignore the first controller of a first visit', async () => {
    const { updates } = connect();
    container.control(new FakeServiceWorker());
    expect(updates.isWaiting()).toBe(false);
    container.control(new FakeServiceWorker());
    expect(updates.isWaiting()).toBe(true);
  });

  it('wait at most 5 seconds for a release to take over', async () => {
    const worker = activeWorker();
    container.controller = worker;
    if (container.registration) container.registration.waiting = new FakeServiceWorker('installed');
    const late: number[] = [];
    const { updates } = connect({
      setTimeout: (run, delayMs) => {
        queueMicrotask(run);
        return late.push(delayMs);
      },
    });
    await settle();
    await updates.apply();
    expect([late, container.controller]).toEqual([[30_000], worker]);
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
    dedicatedWorkerUrl: '/worker.js',
    workerType: 'classic',
    createWorker: (url) => {
      started.push(url);
      return new EchoWorker() as unknown as Worker;
    },
    setTimeout: () => 0,
    ...changes,
  });
}

/** A dedicated worker that answers every request. */
class EchoWorker extends EventTarget {
  postMessage(message: unknown): void {
    const data = answerTo(message, 'from a dedicated worker');
    if (data) queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
  }

  terminate(): void {
    ended++;
  }
}

/** Posts an answer from a service worker to the page. */
function reply(worker: FakeServiceWorker, message: unknown, text: string): void {
  const data = answerTo(message, text);
  const event = new MessageEvent('message', { data });
  Object.defineProperty(event, 'source', { value: worker });
  if (data) queueMicrotask(() => container.dispatchEvent(event));
}

function answerTo(message: unknown, text: string): WorkerAnswer | undefined {
  const { type, id } = message as WorkerRequest;
  if (type !== 'request') return undefined;
  return { type: 'head', id, status: 200, headers: Object.entries(ours), bytes: new TextEncoder().encode(text) };
}

function activeWorker(): FakeServiceWorker {
  const worker = new FakeServiceWorker();
  container.registration = new FakeRegistration();
  container.registration.active = worker;
  return worker;
}

function installingWorker(): FakeServiceWorker {
  const worker = new FakeServiceWorker('installing');
  container.registration = new FakeRegistration();
  container.registration.installing = worker;
  return worker;
}

/** Lets pending microtasks and tasks run. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
