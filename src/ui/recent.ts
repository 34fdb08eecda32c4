/** An image that was opened here before. */
export interface Recent {
  readonly reference: string;
  readonly atMs: number;
}

const key = 'ociscope:recent';
const longest = 12;

/** What was opened before, newest first; empty where the browser keeps nothing for this page. */
export function readRecent(storage: Storage | undefined): readonly Recent[] {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isRecent).slice(0, longest) : [];
  } catch {
    return [];
  }
}

/** Puts one on top. A browser that keeps nothing is no failure: the list is a convenience. */
export function addRecent(storage: Storage | undefined, opened: Recent): void {
  const others = readRecent(storage).filter(({ reference }) => reference !== opened.reference);
  write(storage, [opened, ...others].slice(0, longest));
}

/** Forgets all of them. */
export function clearRecent(storage: Storage | undefined): void {
  write(storage, []);
}

function write(storage: Storage | undefined, list: readonly Recent[]): void {
  try {
    storage?.setItem(key, JSON.stringify(list));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null || !('reference' in value) || !('atMs' in value)) return false;
  return typeof value.reference === 'string' && typeof value.atMs === 'number';
}
