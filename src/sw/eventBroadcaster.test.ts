import { expect, it } from 'vitest';
import type { WorkerEvent } from '../api/index.ts';
import { EventBroadcaster } from './eventBroadcaster.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const [corrupt, healed]: WorkerEvent[] = [
  { type: 'corrupt', digest },
  { type: 'healed', digest },
];
const store = (state: 'yielded' | 'blocked' | 'ready'): WorkerEvent => ({ type: 'store', state });

function createChannel() {
  const told: unknown[] = [];
  const target = new EventTarget();
  return {
    told,
    postMessage: (message: unknown) => told.push(message),
    addEventListener: target.addEventListener.bind(target),
    hear: (data: unknown) => target.dispatchEvent(new MessageEvent('message', { data })),
  };
}

function createStage() {
  let nowMs = 0;
  const channel = createChannel();
  const teller = new EventBroadcaster([channel], () => nowMs);
  return {
    told: channel.told,
    tell: (event: WorkerEvent | undefined) => event && teller.tell(event),
    hear: channel.hear,
    wait: (delayMs: number) => {
      nowMs += delayMs;
    },
  };
}

it('emits the state of the store when it changes; the initial state is ready', () => {
  const { told, tell } = createStage();
  for (const state of ['ready', 'blocked', 'blocked', 'ready', 'yielded', 'ready'] as const) tell(store(state));
  expect(told).toEqual([store('blocked'), store('ready'), store('yielded'), store('ready')]);
});

it('repeats the state of the store to a new listener unless it is ready', () => {
  const { told, tell, hear } = createStage();
  hear('listening');
  expect(told).toEqual([]);
  tell(store('blocked'));
  hear('anything else');
  hear('listening');
  expect(told).toEqual([store('blocked'), store('blocked')]);
  tell(store('ready'));
  hear('listening');
  expect(told).toHaveLength(3);
});

it('repeats corrupt and healed events of the last 10 seconds to a new listener', () => {
  const { told, tell, hear, wait } = createStage();
  tell(corrupt);
  wait(9000);
  tell(healed);
  tell({ type: 'evicted', digests: 2, bytes: 3 });
  hear('listening');
  expect(told.slice(3)).toEqual([corrupt, healed]);
  wait(2000);
  hear('listening');
  expect(told.slice(5)).toEqual([healed]);
});

it('emits on every channel, and repeats only on that of the new listener', () => {
  const channels = [createChannel(), createChannel()] as const;
  const broadcaster = new EventBroadcaster(channels, () => 0);
  broadcaster.tell(store('blocked'));
  channels[1].hear('listening');
  expect(channels.map(({ told }) => told.length)).toEqual([1, 2]);
});

it('emits nothing without a channel', () => {
  expect(() => new EventBroadcaster([], () => 0).tell(store('blocked'))).not.toThrow();
});
