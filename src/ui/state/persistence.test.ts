import { expect, it, vi } from 'vitest';
import { askToPersist, isPersisted } from './persistence.ts';

function windowWith(storage: object | undefined): Window {
  return { navigator: { storage } } as unknown as Window;
}

it('a browser that has no way to be asked, as on plain http, tells nothing', async () => {
  for (const storage of [undefined, {}]) {
    expect(await isPersisted(windowWith(storage))).toBeUndefined();
    expect(await askToPersist(windowWith(storage))).toBeUndefined();
  }
});

it('a browser that keeps it already is not asked again', async () => {
  const persist = vi.fn(async () => true);
  expect(await askToPersist(windowWith({ persisted: async () => true, persist }))).toBe(true);
  expect(persist).not.toHaveBeenCalled();
  expect(await askToPersist(windowWith({ persisted: async () => false, persist }))).toBe(true);
  expect(persist).toHaveBeenCalledOnce();
});
