import { createClient, holdSession } from './client/index.ts';
import { loadPage, openPage } from './ui/index.ts';

// The composition root of the page: the one place where it reads globals.

const { navigator } = window;

// Before anything is asked for, since what is asked for may take the sign-in of the session.
holdSession(window);

const client = createClient({
  fetch: (input, init) => fetch(input, init),
  // Not there on plain http, whatever the declarations say.
  serviceWorker: 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
  workerUrl: import.meta.env.DEV ? '/src/sw/index.ts' : '/sw.js',
  dedicatedWorkerUrl: import.meta.env.DEV ? '/src/sw/index.ts' : '/worker.js',
  workerType: import.meta.env.DEV ? 'module' : 'classic',
  createWorker: (url, options) => new Worker(url, options),
  setTimeout: (run, delayMs) => window.setTimeout(run, delayMs),
});

openPage({ client, window, now: () => Date.now() }, loadPage);
