import { createClient, holdSession } from './client/index.ts';
import { loadPage, openPage } from './ui/index.ts';

// The composition root of the page: the only file that reads globals.

const { navigator } = window;

// Must run before the first request, which can need the session's sign-in.
holdSession(window);

const client = createClient({
  fetch: (input, init) => fetch(input, init),
  // Undefined on plain http, although the type says otherwise.
  serviceWorker: 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
  workerUrl: import.meta.env.DEV ? '/src/sw/index.ts' : '/sw.js',
  dedicatedWorkerUrl: import.meta.env.DEV ? '/src/sw/index.ts' : '/worker.js',
  workerType: import.meta.env.DEV ? 'module' : 'classic',
  createWorker: (url, options) => new Worker(url, options),
  setTimeout: (run, delayMs) => window.setTimeout(run, delayMs),
});

openPage({ client, window, now: () => Date.now() }, loadPage);
