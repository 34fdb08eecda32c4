/** Reads what will be asked for, a few at a time, before it is. */
export interface ReadAhead<Key, Value> {
  /** What will be asked for, in that order. */
  ahead(keys: readonly Key[]): void;
  /** What was read ahead, or is read now. Each is given once, and held until then. */
  get(key: Key): Promise<Value>;
}

/** No more than `most` are begun and not asked for yet, so that no more are held. */
export function createReadAhead<Key, Value>(read: (key: Key) => Promise<Value>, most: number): ReadAhead<Key, Value> {
  const queue: Key[] = [];
  const met = new Set<Key>();
  const begun = new Map<Key, Promise<Value>>();
  const fill = () => {
    while (begun.size < most) {
      const key = queue.shift();
      if (key === undefined) return;
      const reading = read(key);
      // Whoever asks for it is told.
      reading.catch(() => undefined);
      begun.set(key, reading);
    }
  };
  return {
    ahead: (keys) => {
      for (const key of keys) {
        // What is read ahead twice would be held for nobody.
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
