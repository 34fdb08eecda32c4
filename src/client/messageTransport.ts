import type { WorkerAnswer, WorkerRequest } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { streamOf } from '../oci/index.ts';
import type { Transport, TransportRequest } from './transport.ts';

interface Exchange {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal | undefined;
  /** The pending pull of the next piece; undefined bytes end the body. */
  piece?: { readonly resolve: (bytes: Uint8Array | undefined) => void; readonly reject: (error: unknown) => void };
  failure?: AppError;
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
        const body = bytes ? new Uint8Array(bytes) : streamOf((stop) => piecesOf(id, exchange, stop), exchange.signal);
        exchange.resolve(new Response(body, { status, headers }));
        return;
      }
      case 'piece':
        if (!data.bytes) exchanges.delete(data.id);
        return exchange.piece?.resolve(data.bytes);
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
    if (!exchange) return;
    exchanges.delete(id);
    exchange.failure = error;
    exchange.reject(error);
    exchange.piece?.reject(error);
  }

  function piecesOf(id: number, exchange: Exchange, stop: AbortSignal): AsyncGenerator<Uint8Array, void> {
    stop.addEventListener('abort', () => cancel(id), { once: true });
    return pullPieces(id, exchange);
  }

  async function* pullPieces(id: number, exchange: Exchange): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const bytes = await new Promise<Uint8Array | undefined>((resolve, reject) => {
        if (exchange.failure) return reject(exchange.failure);
        exchange.piece = { resolve, reject };
        post({ type: 'pull', id });
      });
      if (!bytes) return;
      yield bytes;
    }
  }

  function cancel(id: number): void {
    if (!exchanges.delete(id)) return;
    post({ type: 'cancel', id });
  }

  return ({ url, method = 'GET', body, file, signal }: TransportRequest) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++lastId;
      exchanges.set(id, { resolve, reject, signal });
      signal?.addEventListener('abort', () => {
        const exchange = exchanges.get(id);
        cancel(id);
        exchange?.reject(signal.reason);
      });
      post({ type: 'request', id, url, method, ...(body === undefined ? {} : { body }), ...(file ? { file } : {}) });
    });
}
