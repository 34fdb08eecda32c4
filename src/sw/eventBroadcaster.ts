import { listening, type WorkerEvent } from '../api/index.ts';

/** Events this recent are repeated: a new page requests content before it listens. */
const repeatedMs = 10_000;

type Channel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;

/** Broadcasts store events to the pages of this origin, and repeats recent ones to pages that start to listen. */
export class EventBroadcaster {
  readonly #channels: readonly Channel[];
  readonly #now: () => number;
  #store: WorkerEvent & { readonly type: 'store' } = { type: 'store', state: 'ready' };
  #told: readonly { readonly event: WorkerEvent; readonly atMs: number }[] = [];

  /** Emits every event on every channel. `now`: milliseconds. */
  constructor(channels: readonly Channel[], now: () => number) {
    this.#channels = channels;
    this.#now = now;
    for (const channel of channels)
      channel.addEventListener('message', ({ data }) => {
        if (data === listening) this.#repeat(channel);
      });
  }

  /** Emits a state of the store when it changes. */
  tell(event: WorkerEvent): void {
    if (event.type === 'store') {
      if (event.state === this.#store.state) return;
      this.#store = event;
    }
    // Evictions are not repeated: pages sum them and would count them twice.
    if (event.type === 'corrupt' || event.type === 'healed')
      this.#told = [...this.#recent(), { event, atMs: this.#now() }];
    for (const channel of this.#channels) channel.postMessage(event);
  }

  #repeat(channel: Channel): void {
    if (this.#store.state !== 'ready') channel.postMessage(this.#store);
    for (const { event } of this.#recent()) channel.postMessage(event);
  }

  #recent() {
    return this.#told.filter(({ atMs }) => this.#now() - atMs < repeatedMs);
  }
}
