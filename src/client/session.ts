import { sessionLock, sessionLocks } from '../api/index.ts';

const stored = 'ociscope.session';

/**
 * Holds the lock of the session that this tab is of, for as long as the page is open: it is what keeps sign-ins that are
 * for the session. Nothing is done in a tab where nobody signed in.
 */
export function holdSession(window: Window): void {
  const session = storageOf(window)?.getItem(stored);
  if (session) hold(window.navigator.locks, session);
}

/** The session that this tab is of: its own, else one that another tab holds, else a new one. */
export async function joinSession(window: Window): Promise<string> {
  const { locks } = window.navigator;
  const known = storageOf(window)?.getItem(stored);
  if (known) return known;
  const { held = [] } = (await locks?.query()) ?? {};
  const name = held.map((lock) => lock.name ?? '').find((text) => text.startsWith(sessionLocks));
  const session = name?.slice(sessionLocks.length) ?? formatId(window.crypto.getRandomValues(new Uint8Array(16)));
  storageOf(window)?.setItem(stored, session);
  hold(locks, session);
  return session;
}

/** Undefined where the browser denies it, which may throw on the mere look: then a reload ends the session. */
function storageOf(window: Window): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** Plain http has no locks, and no session outlives its page there. */
function hold(locks: LockManager | undefined, session: string): void {
  void locks?.request(sessionLock(session), { mode: 'shared' }, () => new Promise(() => {}));
}

function formatId(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
