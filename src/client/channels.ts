import type { WorkerAnswer } from '../api/index.ts';
import type { Channel } from './messageTransport.ts';

/** Returns the channel to a dedicated worker. */
export function dedicatedChannel(worker: Worker): Channel {
  return {
    post: (message) => worker.postMessage(message),
    listen: (answered, failed) => {
      worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => answered(data));
      worker.addEventListener('error', (event) => failed(event.message || 'the worker did not start'));
    },
  };
}

/** Returns the channel to a service worker, which need not control the page and may still be installing. */
export function serviceWorkerChannel(container: ServiceWorkerContainer, worker: ServiceWorker): Channel {
  return {
    post: (message) => worker.postMessage(message),
    listen: (answered, failed) => {
      container.addEventListener('message', (event: MessageEvent<WorkerAnswer>) => {
        if (event.source === worker) answered(event.data);
      });
      worker.addEventListener('statechange', () => {
        if (worker.state === 'redundant') failed('the service worker was not installed');
      });
      container.startMessages();
    },
  };
}
