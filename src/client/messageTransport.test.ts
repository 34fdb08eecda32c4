import { describe, expect, it } from 'vitest';
import type { WorkerAnswer, WorkerRequest } from '../api/index.ts';
import { dedicatedChannel } from './channels.ts';
import { createMessageTransport } from './messageTransport.ts';

describe('createMessageTransport', () => {
  it('receives the head and the body, one piece per pull', async () => {
    const worker = new FakeWorker();
    const answer = createMessageTransport(dedicatedChannel(worker.asWorker()))({
      url: '/-/present',
      method: 'POST',
      body: '[]',
    });
    expect(worker.received).toEqual([{ type: 'request', id: 1, url: '/-/present', method: 'POST', body: '[]' }]);
    worker.answer({ type: 'head', id: 1, status: 206, headers: [['content-type', 'text/x']] });
    const response = await answer;
    expect([response.status, response.headers.get('content-type')]).toEqual([206, 'text/x']);
    expect(worker.received).toHaveLength(1);
    const text = response.text();
    worker.answer({ type: 'piece', id: 1, bytes: new TextEncoder().encode('ab') });
    await worker.waitFor(3);
    worker.answer({ type: 'piece', id: 1, bytes: new TextEncoder().encode('c') });
    await worker.waitFor(4);
    worker.answer({ type: 'piece', id: 1 });
    expect(await text).toBe('abc');
  });

  it('accepts a short body with the head', async () => {
    const worker = new FakeWorker();
    const answer = createMessageTransport(dedicatedChannel(worker.asWorker()))({ url: '/a' });
    worker.answer({ type: 'head', id: 1, status: 200, headers: [], bytes: new TextEncoder().encode('short') });
    expect(await (await answer).text()).toBe('short');
    expect(worker.received).toHaveLength(1);
  });

  it('assigns answers to their requests', async () => {
    const worker = new FakeWorker();
    const send = createMessageTransport(dedicatedChannel(worker.asWorker()));
    const [first, second] = [send({ url: '/a' }), send({ url: '/b' })];
    worker.answer({ type: 'head', id: 2, status: 404, headers: [] });
    worker.answer({ type: 'head', id: 1, status: 200, headers: [] });
    expect([(await first).status, (await second).status]).toEqual([200, 404]);
  });

  it('cancels at the worker on abort and rejects with the reason, before the head and within the body', async () => {
    const worker = new FakeWorker();
    const send = createMessageTransport(dedicatedChannel(worker.asWorker()));
    const stop = new AbortController();
    const early = send({ url: '/a', signal: stop.signal });
    const late = send({ url: '/b', signal: stop.signal });
    worker.answer({ type: 'head', id: 2, status: 200, headers: [] });
    const body = (await late).text();
    stop.abort(new Error('left'));
    await expect(early).rejects.toThrow('left');
    await expect(body).rejects.toThrow('left');
    expect(worker.received.filter(({ type }) => type === 'cancel').map(({ id }) => id)).toEqual([1, 2]);
    await expect(send({ url: '/c', signal: stop.signal })).rejects.toThrow('left');
  });

  it('fails pending requests if the worker fails', async () => {
    const worker = new FakeWorker();
    const send = createMessageTransport(dedicatedChannel(worker.asWorker()));
    const one = send({ url: '/a' });
    worker.answer({ type: 'failed', id: 1, message: 'no store' });
    await expect(one).rejects.toMatchObject({ code: 'internal', message: 'the worker failed: no store' });
    const other = send({ url: '/b' });
    worker.dispatchEvent(new Event('error'));
    await expect(other).rejects.toMatchObject({ code: 'internal' });
  });
});

class FakeWorker extends EventTarget {
  readonly received: WorkerRequest[] = [];
  #woken: (() => void) | undefined;

  postMessage(message: WorkerRequest): void {
    this.received.push(message);
    this.#woken?.();
  }

  answer(data: WorkerAnswer): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  async waitFor(count: number): Promise<void> {
    while (this.received.length < count) {
      await new Promise<void>((resolve) => {
        this.#woken = resolve;
      });
    }
  }

  asWorker(): Worker {
    return this as unknown as Worker;
  }
}
