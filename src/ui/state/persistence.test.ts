import { expect, it, vi } from 'vitest';
import { askToPersist, isPersisted } from './persistence.ts';

function windowWith(storage: object | undefined): Window {
  return { navigator: { storage } } as unknown as Window;
}

it('returns undefined if the browser has no storage manager, as on plain HTTP', async () => {
  for (const storage of [undefined, {}]) {
    expect(await isPersisted(windowWith(storage))).toBeUndefined();
    expect(await askToPersist(windowWith(storage))).toBeUndefined();
  }
});

it('does not ask a browser whose storage is already persistent', async () => {
  const persist = vi.fn(async () => true);
  expect(await askToPersist(windowWith({ persisted: async () => true, persist }))).toBe(true);
  expect(persist).not.toHaveBeenCalled();
  expect(await askToPersist(windowWith({ persisted: async () => false, persist }))).toBe(true);
  expect(persist).toHaveBeenCalledOnce();
});
