import { describe, expect, test } from 'vitest';
import { QueueLocks } from '../testing/index.ts';
import { SingleFlight } from './once.ts';

/** Work that ends when the test says so, and exposes its signal. */
function createWork() {
  let resolve: (value: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<string>((given, refused) => {
    resolve = given;
    reject = refused;
  });
  const signals: AbortSignal[] = [];
  const work = (signal: AbortSignal) => {
    signals.push(signal);
    return promise;
  };
  return { work, signals, resolve, reject };
}

describe('one key', () => {
  test('runs its work once for all callers while it runs', async () => {
    const { work, signals, resolve } = createWork();
    const once = new SingleFlight(undefined);
    const both = [once.run('a', work), once.run('a', work)];
    resolve('done');
    expect(await Promise.all(both)).toEqual(['done', 'done']);
    expect(signals).toHaveLength(1);
  });

  test('runs its work again for a caller after it ended', async () => {
    const once = new SingleFlight(undefined);
    let runs = 0;
    const work = async () => ++runs;
    expect([await once.run('a', work), await once.run('a', work)]).toEqual([1, 2]);
  });

  test('returns its failure to all waiting callers, and does not remember it', async () => {
    const { work, reject } = createWork();
    const once = new SingleFlight(undefined);
    const both = [once.run('a', work), once.run('a', work)];
    const failure = new Error('broken');
    reject(failure);
    expect(await Promise.allSettled(both)).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    expect(await once.run('a', async () => 'well')).toBe('well');
  });

  test('does not wait for another key', async () => {
    const once = new SingleFlight(undefined);
    const first = createWork();
    const waiting = once.run('a', first.work);
    expect(await once.run('b', async () => 'b')).toBe('b');
    first.resolve('a');
    expect(await waiting).toBe('a');
  });
});

describe('a caller that aborts', () => {
  test('gets its reason; the work continues for the other', async () => {
    const { work, signals, resolve } = createWork();
    const once = new SingleFlight(undefined);
    const leaving = new AbortController();
    const first = once.run('a', work, leaving.signal);
    const second = once.run('a', work, new AbortController().signal);
    leaving.abort('gone');
    await expect(first).rejects.toBe('gone');
    expect(signals[0]?.aborted).toBe(false);
    resolve('done');
    expect(await second).toBe('done');
  });

  test('as the last one stops the work, with its reason', async () => {
    const { work, signals } = createWork();
    const once = new SingleFlight(undefined);
    const callers = [new AbortController(), new AbortController()];
    const runs = Promise.allSettled(callers.map(({ signal }) => once.run('a', work, signal)));
    for (const [index, caller] of callers.entries()) caller.abort(`gone ${index}`);
    await runs;
    expect(signals.map(({ aborted, reason }) => ({ aborted, reason }))).toEqual([{ aborted: true, reason: 'gone 1' }]);
  });

  test('before it calls gets its reason', async () => {
    const once = new SingleFlight(undefined);
    const { work } = createWork();
    await expect(once.run('a', work, AbortSignal.abort('early'))).rejects.toBe('early');
  });

  test('does not delay the next caller: the work starts again', async () => {
    const stopped = createWork();
    const once = new SingleFlight(undefined);
    const leaving = new AbortController();
    const first = once.run('a', stopped.work, leaving.signal);
    leaving.abort('gone');
    await expect(first).rejects.toBe('gone');
    expect(await once.run('a', async () => 'again')).toBe('again');
  });
});

test('finished work is not stopped: its result may be a stream that is still read', async () => {
  const { work, signals, resolve } = createWork();
  const run = new SingleFlight(undefined).run('a', work, new AbortController().signal);
  resolve('done');
  await run;
  expect(signals[0]?.aborted).toBe(false);
});

describe('two tabs that share locks', () => {
  test('run the work of one key one after the other, under a lock named for the key', async () => {
    const locks = new QueueLocks();
    const gate = createWork();
    const order: string[] = [];
    const work = (tab: string) => async (signal: AbortSignal) => {
      order.push(`${tab} starts`);
      await gate.work(signal);
      order.push(`${tab} ends`);
    };
    const both = ['first', 'second'].map((tab) => new SingleFlight(locks).run('a', work(tab)));
    gate.resolve('go on');
    await Promise.all(both);
    expect(order).toEqual(['first starts', 'first ends', 'second starts', 'second ends']);
    expect(locks.requested).toEqual(['ociscope:pull:a', 'ociscope:pull:a']);
  });

  test('do not run work that was cancelled while it waited for the lock', async () => {
    const locks = new QueueLocks();
    const first = createWork();
    const second = createWork();
    const leaving = new AbortController();
    const one = new SingleFlight(locks).run('a', first.work);
    const two = new SingleFlight(locks).run('a', second.work, leaving.signal);
    leaving.abort('gone');
    await expect(two).rejects.toBe('gone');
    first.resolve('done');
    await one;
    await locks.request('ociscope:pull:a', {}, async () => undefined);
    expect(second.signals).toHaveLength(0);
  });
});
