let held: readonly File[] = [];
const listeners = new Set<() => void>();

/** Holds the files that the system opened with this app, until the page that reads them takes them. */
export function holdLaunchedFiles(files: readonly File[]): void {
  held = [...held, ...files];
  for (const changed of listeners) changed();
}

/** The files that wait, once: they are given to whoever takes them first. */
export function takeLaunchedFiles(): readonly File[] {
  const taken = held;
  held = [];
  return taken;
}

/** Calls back when files have come: the system gives them a moment after the page is there. */
export function onLaunchedFiles(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
