import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchReleases } from './watchReleases.ts';

const hourMs = 3_600_000;
let looked: number;
let fails: boolean;
let surroundings: ReturnType<typeof surround>;

beforeEach(() => {
  vi.useFakeTimers();
  looked = 0;
  fails = false;
  surroundings = surround();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Returns the parts of a window that are used. */
function surround() {
  const registration = {
    update: async () => {
      looked++;
      if (fails) throw new TypeError('not reached');
    },
  };
  const navigator = { onLine: true, serviceWorker: { getRegistration: async () => registration } };
  const document = Object.assign(new EventTarget(), { hidden: false });
  const timers = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const window = Object.assign(new EventTarget(), { document, navigator, ...timers });
  return { window: window as unknown as Window, document, navigator };
}

const watch = () => watchReleases(surroundings.window, () => Date.now());
const show = (isShown: boolean) => {
  surroundings.document.hidden = !isShown;
  surroundings.document.dispatchEvent(new Event('visibilitychange'));
};

it('checks every hour while the page is visible', async () => {
  watch();
  await vi.advanceTimersByTimeAsync(hourMs - 1);
  expect(looked).toBe(0);
  await vi.advanceTimersByTimeAsync(2 * hourMs + 1);
  expect(looked).toBe(3);
});

it('checks when a page becomes visible after more than an hour, and has no timer while it is hidden', async () => {
  watch();
  show(false);
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(5 * hourMs);
  expect(looked).toBe(0);
  show(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(looked).toBe(1);
  show(false);
  show(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(looked).toBe(1);
});

it('checks when the network returns, and again if the host was not reached', async () => {
  watch();
  surroundings.navigator.onLine = false;
  await vi.advanceTimersByTimeAsync(hourMs);
  expect(looked).toBe(0);
  surroundings.navigator.onLine = true;
  fails = true;
  for (const count of [1, 2]) {
    surroundings.window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(looked).toBe(count);
  }
});

it('can be stopped, and does not start without service workers', async () => {
  watch()();
  expect(vi.getTimerCount()).toBe(0);
  const { window } = surroundings;
  Reflect.deleteProperty(window.navigator, 'serviceWorker');
  watchReleases(window, () => 0)();
  expect(vi.getTimerCount()).toBe(0);
});
