import { afterEach, expect, it, vi } from 'vitest';
import { eventsChannel, type WorkerEvent } from '../api/index.ts';
import { listenToWorkers } from './listenToWorkers.ts';

const worker = new BroadcastChannel(eventsChannel);
const said: unknown[] = [];
worker.addEventListener('message', ({ data }) => said.push(data));

afterEach(() => {
  said.length = 0;
});

it('announces that it listens, and passes on events but no other messages', async () => {
  const heard: WorkerEvent[] = [];
  listenToWorkers(window, (event) => heard.push(event));
  await vi.waitFor(() => expect(said).toEqual(['listening']));
  for (const message of ['listening', { type: 'store', state: 'lost' }, { type: 'store', state: 'blocked' }]) {
    worker.postMessage(message);
  }
  await vi.waitFor(() => expect(heard).toEqual([{ type: 'store', state: 'blocked' }]));
});
