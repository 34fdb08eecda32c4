import type { WorkerAnswer, WorkerRequest } from '../api/index.ts';
import type { Handler } from './handler.ts';

interface Exchange {
  readonly stop: AbortController;
  body?: ReadableStreamDefaultReader<Uint8Array> | undefined;
}

/** Serves the registry to the one page that started this worker, by messages (where no service worker can run). */
export function serveDedicatedWorker(scope: DedicatedWorkerGlobalScope, registry: Handler): void {
  const exchanges = new Map<number, Exchange>();
  const post = (answer: WorkerAnswer) => scope.postMessage(answer);

  async function answer(message: WorkerRequest & { readonly type: 'request' }): Promise<void> {
    const { id, url, method, body } = message;
    const exchange: Exchange = { stop: new AbortController() };
    exchanges.set(id, exchange);
    const request = new Request(new URL(url, scope.location.origin), {
      method,
      signal: exchange.stop.signal,
      ...(body === undefined ? {} : { body }),
    });
    const response = await registry(request);
    exchange.body = response.body?.getReader();
    post({ type: 'head', id, status: response.status, headers: [...response.headers] });
  }

  async function sendPiece(id: number): Promise<void> {
    const next = await exchanges.get(id)?.body?.read();
    if (!next || next.done) {
      exchanges.delete(id);
      post({ type: 'piece', id });
    } else post({ type: 'piece', id, bytes: next.value });
  }

  scope.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => {
    const { id } = data;
    const fail = (error: unknown) => {
      exchanges.delete(id);
      post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    };
    if (data.type === 'request') answer(data).catch(fail);
    if (data.type === 'pull') sendPiece(id).catch(fail);
    if (data.type === 'cancel') {
      exchanges.get(id)?.stop.abort();
      exchanges.delete(id);
    }
  });
}
