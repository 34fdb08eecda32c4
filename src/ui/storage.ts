/** The page's local storage; undefined where the browser denies it, which may throw on the mere look. */
export function localStorageOf(window: Window): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
