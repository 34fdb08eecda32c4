import { oldSessionLocks, sessionLocks } from '../api/index.ts';
import { sessionStorageOf } from './pageStorage.ts';
import { hold, stored } from './session.ts';

/** Returns the ID of this tab's session: its own, else that of another tab, else a new one. */
export async function joinSession(window: Window): Promise<string> {
  const { locks } = window.navigator;
  const known = sessionStorageOf(window).read(stored);
  if (known) return known;
  const { held = [] } = (await locks?.query()) ?? {};
  const [other] = held.flatMap(({ name = '' }) => sessionOf(name));
  const session = other ?? formatId(window.crypto.getRandomValues(new Uint8Array(16)));
  // If the browser refuses to store it, a reload ends the session.
  sessionStorageOf(window).write(stored, session);
  hold(locks, session);
  return session;
}

function sessionOf(lock: string): readonly string[] {
  const prefix = [sessionLocks, oldSessionLocks].find((each) => lock.startsWith(each));
  return prefix === undefined ? [] : [lock.slice(prefix.length)];
}

function formatId(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
