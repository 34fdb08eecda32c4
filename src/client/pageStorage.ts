/** Small settings of this browser in localStorage, or in sessionStorage. Losing one is harmless: what is promised is in the worker. */
export interface PageStorage {
  /** Undefined if nothing is stored, or the browser denies storage. */
  read(key: string): string | undefined;
  /** False if the browser denies storage or has no room; nothing is changed then. */
  write(key: string, text: string): boolean;
}

/** The page's localStorage. The browser may deny it, which may throw on the mere access, and any write may throw if it is full. */
export function localStorageOf(window: Window): PageStorage {
  return guard(() => window.localStorage);
}

/** The tab's sessionStorage, likewise. */
export function sessionStorageOf(window: Window): PageStorage {
  return guard(() => window.sessionStorage);
}

function guard(storage: () => Storage): PageStorage {
  return {
    read: (key) => attempt(() => storage().getItem(key) ?? undefined),
    write: (key, text) =>
      attempt(() => {
        storage().setItem(key, text);
        return true;
      }) ?? false,
  };
}

/** @throws whatever is no refusal of the browser */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    // SecurityError, QuotaExceededError; null where a browser has no storage at all.
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}
