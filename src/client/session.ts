import { sessionLock } from '../api/index.ts';
import { sessionStorageOf } from './pageStorage.ts';

/** The sessionStorage key of the session's ID. */
export const stored = 'ociscope:session:id';

/**
 * Holds the lock of this tab's session while the page is open; sign-ins for the session last as long as a page holds it. Does
 * nothing in a tab without a sign-in.
 */
export function holdSession(window: Window): void {
  const session = sessionStorageOf(window).read(stored);
  if (session) hold(window.navigator.locks, session);
}

/** Holds a session's lock. Plain HTTP has no locks, so a session ends with its page there. */
export function hold(locks: LockManager | undefined, session: string): void {
  void locks?.request(sessionLock(session), { mode: 'shared' }, () => new Promise(() => {}));
}
