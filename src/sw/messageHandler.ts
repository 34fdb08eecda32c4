import type { WorkerAnswer, WorkerRequest } from '../api/index.ts';
import { chunksOf } from '../oci/index.ts';
import type { Handler } from './handler.ts';

interface Exchange {
  readonly stop: AbortController;
  body?: AsyncGenerator<Uint8Array, void> | undefined;
}

/** Bodies up to this size are sent with the head; longer ones are pulled in pieces. */
const wholeBytes = 64 * 1024;

/** The page that sent a request, as the receiver of answers. */
export interface Asker {
  postMessage(answer: WorkerAnswer): void;
}

/**
 * Answers requests sent as messages, for pages whose `fetch` this worker does not intercept. Request IDs are unique per page only;
 * `from` identifies the page. Resolves when the message is handled.
 */
export function createMessageHandler(
  registry: Handler,
  origin: string,
): (message: WorkerRequest, from: string, asker: Asker) => Promise<void> {
  const exchanges = new Map<string, Exchange>();

  async function answer(
    key: string,
    asker: Asker,
    message: WorkerRequest & { readonly type: 'request' },
  ): Promise<void> {
    const { id, url, method, body, file } = message;
    const exchange: Exchange = { stop: new AbortController() };
    exchanges.set(key, exchange);
    const { signal } = exchange.stop;
    const request = new Request(new URL(url, origin), { method, signal, ...(body === undefined ? {} : { body }) });
    // Passed separately: some browsers copy a file that is the body of a request.
    const response = await registry(request, { file });
    const head = { type: 'head' as const, id, status: response.status, headers: [...response.headers] };
    const length = response.headers.get('content-length');
    if (length !== null && Number(length) <= wholeBytes) {
      exchanges.delete(key);
      asker.postMessage({ ...head, bytes: new Uint8Array(await response.arrayBuffer()) });
      return;
    }
    exchange.body = response.body ? chunksOf(response.body) : undefined;
    asker.postMessage(head);
  }

  async function sendPiece(key: string, id: number, asker: Asker): Promise<void> {
    const exchange = exchanges.get(key);
    // The worker that started the answer was stopped; the rest of the body is lost.
    if (!exchange) throw new Error('the worker restarted and lost the rest of the answer');
    const next = await exchange.body?.next();
    if (next && !next.done) {
      asker.postMessage({ type: 'piece', id, bytes: next.value });
      return;
    }
    exchanges.delete(key);
    asker.postMessage({ type: 'piece', id });
  }

  return async (message, from, asker) => {
    const { id, type } = message;
    const key = `${from} ${id}`;
    try {
      if (type === 'request') await answer(key, asker, message);
      if (type === 'pull') await sendPiece(key, id, asker);
    } catch (error) {
      exchanges.delete(key);
      asker.postMessage({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    }
    if (type !== 'cancel') return;
    exchanges.get(key)?.stop.abort();
    exchanges.delete(key);
  };
}
