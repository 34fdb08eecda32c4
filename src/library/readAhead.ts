/** Reads values before they are requested, a few at a time. */
export interface ReadAhead<Key, Value> {
  /** Announces keys that will be requested, in that order. */
  ahead(keys: readonly Key[]): void;
  /** Returns the value that was read ahead, or reads it now. Each is returned once, and held until then. */
  get(key: Key): Promise<Value>;
}

/** Creates a reader with up to `maxAhead` values started and not requested yet, which limits the memory. */
export function createReadAhead<Key, Value>(
  read: (key: Key) => Promise<Value>,
  maxAhead: number,
): ReadAhead<Key, Value> {
  const queue: Key[] = [];
  const met = new Set<Key>();
  const begun = new Map<Key, Promise<Value>>();
  const fill = () => {
    while (begun.size < maxAhead) {
      const key = queue.shift();
      if (key === undefined) return;
      const reading = read(key);
      // `get` reports the failure.
      reading.catch(() => undefined);
      begun.set(key, reading);
    }
  };
  return {
    ahead: (keys) => {
      for (const key of keys) {
        // A value read ahead a second time would never be requested.
        if (!met.has(key)) queue.push(key);
        met.add(key);
      }
      fill();
    },
    get: (key) => {
      met.add(key);
      const reading = begun.get(key);
      begun.delete(key);
      const waits = reading ? -1 : queue.indexOf(key);
      if (waits >= 0) queue.splice(waits, 1);
      const value = reading ?? read(key);
      fill();
      return value;
    },
  };
}
