import { sessionLock } from '../api/index.ts';
import { sessionStorageOf } from './pageStorage.ts';

/** Where the name of the session stands. */
export const stored = 'ociscope.session';

/**
 * Holds the lock of the session that this tab is of, for as long as the page is open: it is what keeps sign-ins that are
 * for the session. Nothing is done in a tab where nobody signed in.
 */
export function holdSession(window: Window): void {
  const session = sessionStorageOf(window).read(stored);
  if (session) hold(window.navigator.locks, session);
}

/** Plain http has no locks, and no session outlives its page there. */
export function hold(locks: LockManager | undefined, session: string): void {
  void locks?.request(sessionLock(session), { mode: 'shared' }, () => new Promise(() => {}));
}
