import { afterEach, expect, it, vi } from 'vitest';
import { eventsChannel, type WorkerEvent } from '../api/index.ts';
import { listenToWorkers } from './events.ts';

const worker = new BroadcastChannel(eventsChannel);
const said: unknown[] = [];
worker.addEventListener('message', ({ data }) => said.push(data));

afterEach(() => {
  said.length = 0;
});

it('says that it listens, and hears what workers tell, but nothing that is no event', async () => {
  const heard: WorkerEvent[] = [];
  listenToWorkers(window, (event) => heard.push(event));
  await vi.waitFor(() => expect(said).toEqual(['listening']));
  for (const message of ['listening', { type: 'store', state: 'lost' }, { type: 'store', state: 'blocked' }]) {
    worker.postMessage(message);
  }
  await vi.waitFor(() => expect(heard).toEqual([{ type: 'store', state: 'blocked' }]));
});
