import { expect, it, vi } from 'vitest';
import { createStore } from './createStore.ts';

it('notifies subscribers of each change until they unsubscribe', () => {
  const store = createStore(1);
  const seen: number[] = [];
  const unsubscribe = store.subscribe(() => seen.push(store.get()));
  store.set(2);
  store.set(3);
  unsubscribe();
  store.set(4);
  expect(seen).toEqual([2, 3]);
  expect(store.get()).toBe(4);
});

it('does not notify of a value that is the same', () => {
  const store = createStore('a');
  const listener = vi.fn();
  store.subscribe(listener);
  store.set('a');
  expect(listener).not.toHaveBeenCalled();
});

it('notifies every subscriber when one of them unsubscribes meanwhile', () => {
  const store = createStore(0);
  const last = vi.fn();
  const unsubscribe = store.subscribe(() => unsubscribe());
  store.subscribe(last);
  store.set(1);
  expect(last).toHaveBeenCalledOnce();
});
