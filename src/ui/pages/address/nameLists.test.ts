import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { debounceMs, NameLists } from './nameLists.ts';
import type { ListScope } from './typedScope.ts';

const repositories = (host: string): ListScope => ({ kind: 'repositories', host });

interface Sent {
  readonly scope: ListScope;
  readonly signal: AbortSignal;
  readonly resolve: (names: readonly string[]) => void;
  readonly reject: (error: unknown) => void;
}

let sent: Sent[];
let names: NameLists;
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  names = new NameLists({
    window: globalThis as unknown as Pick<Window, 'setTimeout' | 'clearTimeout'>,
    read: (scope, signal) =>
      new Promise((resolve, reject) => {
        sent.push({ scope, signal, resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

it('requests a list once, after the text has not changed for 200 ms', async () => {
  for (let presses = 0; presses < 5; presses++) {
    names.want(repositories('a.test'));
    await vi.advanceTimersByTimeAsync(debounceMs - 1);
  }
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent.map(({ scope }) => scope)).toEqual([repositories('a.test')]);
  sent[0]?.resolve(['team/app']);
  await vi.advanceTimersByTimeAsync(0);
  expect(names.lists.get().get('a.test')).toEqual(['team/app']);
  names.want(repositories('a.test'));
  await vi.advanceTimersByTimeAsync(debounceMs * 2);
  expect(sent).toHaveLength(1);
});

it('keeps a request while its list is wanted, and cancels it when another is', async () => {
  names.want(repositories('a.test'));
  await vi.advanceTimersByTimeAsync(debounceMs);
  names.want(repositories('a.test'));
  await vi.advanceTimersByTimeAsync(debounceMs);
  expect(sent.map(({ signal }) => signal.aborted)).toEqual([false]);
  names.want(repositories('b.test'));
  expect(sent.map(({ signal }) => signal.aborted)).toEqual([true]);
  await vi.advanceTimersByTimeAsync(debounceMs);
  names.want(undefined);
  expect(sent.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  await vi.advanceTimersByTimeAsync(debounceMs);
  expect(names.lists.get().size).toBe(0);
});

it('requests a list that failed again only after another was wanted', async () => {
  names.want(repositories('a.test'));
  await vi.advanceTimersByTimeAsync(debounceMs);
  sent[0]?.reject(new Error('401'));
  await vi.advanceTimersByTimeAsync(0);
  names.want(repositories('a.test'));
  await vi.advanceTimersByTimeAsync(debounceMs);
  expect(sent).toHaveLength(1);
  names.want(undefined);
  names.want(repositories('a.test'));
  await vi.advanceTimersByTimeAsync(debounceMs);
  expect(sent).toHaveLength(2);
});
