/** Small settings in localStorage or sessionStorage. Losing one is harmless: pins and offline images are stored by the worker. */
export interface PageStorage {
  /** Undefined if nothing is stored, or the browser denies storage. */
  read(key: string): string | undefined;
  /** False if the browser denies storage or it is full; nothing is changed then. */
  write(key: string, text: string): boolean;
}

/** Returns the page's localStorage. Browsers may throw when it is accessed, if denied, and when it is written, if full. */
export function localStorageOf(window: Window): PageStorage {
  return guard(() => window.localStorage);
}

/** Returns the tab's sessionStorage, with the same handling of errors. */
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

/** Returns undefined if the browser refuses storage. @throws any other error */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    // SecurityError or QuotaExceededError; a TypeError if storage is null because the browser has none.
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}
