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

/** Keys of releases before 0.2, by those of today. A value is read from the old key until it is written again. */
const oldKeys: Readonly<Record<string, string>> = {
  'ociscope:settings:theme': 'ociscope:theme',
  'ociscope:settings:json-layout': 'ociscope:raw',
  'ociscope:settings:tree-width': 'ociscope:tree-width',
  'ociscope:lists:recent': 'ociscope:recent',
  'ociscope:session:id': 'ociscope.session',
};

function guard(storage: () => Storage): PageStorage {
  return {
    read: (key) => attempt(() => storage().getItem(key) ?? storage().getItem(oldKeys[key] ?? key) ?? undefined),
    write: (key, text) =>
      attempt(() => {
        storage().setItem(key, text);
        if (oldKeys[key] !== undefined) storage().removeItem(oldKeys[key]);
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
