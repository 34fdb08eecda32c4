import type { WorkerAnswer } from '../api/index.ts';
import type { Channel } from './messageTransport.ts';

/** To a worker of this page alone. */
export function dedicatedChannel(worker: Worker): Channel {
  return {
    post: (message) => worker.postMessage(message),
    listen: (answered, failed) => {
      worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => answered(data));
      worker.addEventListener('error', (event) => failed(event.message || 'the worker did not start'));
    },
  };
}

/** To a service worker, whether or not it controls the page; while it is being installed too. */
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
