/** Reports whether the browser keeps stored content until the user clears it; undefined if unknown, as on plain HTTP. */
export async function isPersisted(window: Window): Promise<boolean | undefined> {
  return managerOf(window)?.persisted?.();
}

/** Asks the browser for persistent storage. It may prompt the user, so call it from a user action. */
export async function askToPersist(window: Window): Promise<boolean | undefined> {
  const manager = managerOf(window);
  if (await manager?.persisted?.()) return true;
  return manager?.persist?.();
}

const requested = new WeakSet<Window>();

/** Asks for persistent storage once in the lifetime of a page, since some browsers prompt each time. */
export function askToPersistOnce(window: Window): void {
  if (requested.has(window)) return;
  requested.add(window);
  // A refusal is not an error; the storage page shows it.
  askToPersist(window).catch(() => false);
}

/** Returns the storage manager; undefined on plain HTTP, against its type. */
function managerOf({ navigator }: Window): Partial<Pick<StorageManager, 'persist' | 'persisted'>> | undefined {
  return navigator.storage;
}
