/** Whether the browser keeps what is stored here until a person clears it; undefined where it does not tell, as on plain http. */
export async function isPersisted(window: Window): Promise<boolean | undefined> {
  return managerOf(window)?.persisted?.();
}

/** Asks the browser to keep it, which may ask the person: to be called where they press something. */
export async function askToPersist(window: Window): Promise<boolean | undefined> {
  const manager = managerOf(window);
  if (await manager?.persisted?.()) return true;
  return manager?.persist?.();
}

const asked = new WeakSet<Window>();

/** Asks where something is pinned; once in the life of a page, since some browsers put a question to the person each time. */
export function askToPersistOnce(window: Window): void {
  if (asked.has(window)) return;
  asked.add(window);
  // Refused, one way or the other: what is stored may be cleared, as the page of what is stored says.
  askToPersist(window).catch(() => false);
}

/** Not there on plain http, whatever the declarations say. */
function managerOf({ navigator }: Window): Partial<Pick<StorageManager, 'persist' | 'persisted'>> | undefined {
  return navigator.storage;
}
