import { sessionLock } from '../api/index.ts';

/** Where the name of the session stands. */
export const stored = 'ociscope.session';

/**
 * Holds the lock of the session that this tab is of, for as long as the page is open: it is what keeps sign-ins that are
 * for the session. Nothing is done in a tab where nobody signed in.
 */
export function holdSession(window: Window): void {
  const session = storageOf(window)?.getItem(stored);
  if (session) hold(window.navigator.locks, session);
}

/** Undefined where the browser denies it, which may throw on the mere look: then a reload ends the session. */
export function storageOf(window: Window): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** Plain http has no locks, and no session outlives its page there. */
export function hold(locks: LockManager | undefined, session: string): void {
  void locks?.request(sessionLock(session), { mode: 'shared' }, () => new Promise(() => {}));
}
