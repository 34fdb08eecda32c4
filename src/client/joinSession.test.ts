import { expect, it } from 'vitest';
import { joinSession } from './joinSession.ts';

/** A window whose tabs hold these locks, and what it stores for the session. */
function createWindow(held: readonly string[], stored: Record<string, string> = {}) {
  const requested: string[] = [];
  const texts = new Map(Object.entries(stored));
  const window = {
    navigator: {
      locks: {
        query: async () => ({ held: held.map((name) => ({ name })) }),
        request: async (name: string) => void requested.push(name),
      },
    },
    sessionStorage: {
      getItem: (key: string) => texts.get(key) ?? null,
      setItem: (key: string, text: string) => void texts.set(key, text),
      removeItem: (key: string) => void texts.delete(key),
    },
    crypto,
  };
  return { window: window as unknown as Window, requested, texts };
}

it.each(['ociscope:session:abc', 'ociscope/session/abc'])(
  'joins the session of another tab by its lock %s',
  async (lock) => {
    const { window, requested, texts } = createWindow(['content/x', lock]);
    expect(await joinSession(window)).toBe('abc');
    expect(requested).toEqual(['ociscope:session:abc']);
    expect([...texts]).toEqual([['ociscope:session:id', 'abc']]);
  },
);

it("uses the tab's own session, also that of an older release", async () => {
  expect(await joinSession(createWindow([], { 'ociscope.session': 'own' }).window)).toBe('own');
});

it('starts a session if no tab has one', async () => {
  expect(await joinSession(createWindow([]).window)).toMatch(/^[0-9a-f]{32}$/);
});
