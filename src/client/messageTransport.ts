import type { WorkerAnswer, WorkerRequest } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Transport, TransportRequest } from './transport.ts';

interface Exchange {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
  body?: ReadableStreamDefaultController<Uint8Array>;
}

/** A message channel to a worker, dedicated or service. */
export interface Channel {
  post(message: WorkerRequest): void;
  /** Calls `failed` when the worker has ended; pending requests are lost then. */
  listen(answered: (answer: WorkerAnswer) => void, failed: (message: string) => void): void;
}

/** Creates a transport that sends requests as messages, for a worker that does not intercept the page's `fetch`. */
export function createMessageTransport({ post, listen }: Channel): Transport {
  const exchanges = new Map<number, Exchange>();
  let lastId = 0;

  const answered = (data: WorkerAnswer) => {
    const exchange = exchanges.get(data.id);
    if (!exchange) return;
    switch (data.type) {
      case 'head': {
        const { id, status, bytes } = data;
        if (bytes) exchanges.delete(id);
        const headers = data.headers.map(([name, value]): [string, string] => [name, value]);
        exchange.resolve(new Response((bytes as BodyInit) ?? bodyOf(id, exchange), { status, headers }));
        return;
      }
      case 'piece':
        if (data.bytes) return exchange.body?.enqueue(data.bytes);
        exchanges.delete(data.id);
        return exchange.body?.close();
      case 'failed':
        return fail(data.id, data.message);
    }
  };
  listen(answered, (message) => {
    for (const id of [...exchanges.keys()]) fail(id, message);
  });

  function fail(id: number, message: string): void {
    const error = new AppError('internal', `the worker failed: ${message}`, { reason: 'internal' });
    const exchange = exchanges.get(id);
    exchanges.delete(id);
    exchange?.reject(error);
    exchange?.body?.error(error);
  }

  function bodyOf(id: number, exchange: Exchange): ReadableStream<Uint8Array> {
    return new ReadableStream(
      {
        start: (controller) => {
          exchange.body = controller;
        },
        pull: () => post({ type: 'pull', id }),
        cancel: () => cancel(id),
      },
      { highWaterMark: 0 },
    );
  }

  function cancel(id: number): void {
    if (!exchanges.delete(id)) return;
    post({ type: 'cancel', id });
  }

  return ({ url, method = 'GET', body, file, signal }: TransportRequest) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++lastId;
      exchanges.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => {
        const exchange = exchanges.get(id);
        cancel(id);
        exchange?.reject(signal.reason);
        exchange?.body?.error(signal.reason);
      });
      post({ type: 'request', id, url, method, ...(body === undefined ? {} : { body }), ...(file ? { file } : {}) });
    });
}
