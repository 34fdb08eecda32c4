import { useCallback, useState, useSyncExternalStore } from 'react';
import { asAppError } from '../../errors/index.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { type FileAsked, type SaveState, saveFile } from './saveFile.ts';

/** Files of this page by what they are of: they go on when their dialog is closed. */
class Saves extends EventTarget {
  readonly #states = new Map<string, SaveState>();

  stateOf(key: string): SaveState | undefined {
    return this.#states.get(key);
  }

  set(key: string, state: SaveState): void {
    this.#states.set(key, state);
    this.dispatchEvent(new Event('change'));
  }
}

const savesOf = new WeakMap<Environment['client'], Saves>();

/** What becomes of the file of that key, and the way to have the browser save it. */
export function useSave(key: string): {
  readonly state: SaveState | undefined;
  readonly save: (file: Omit<FileAsked, 'ticket'>) => Promise<void>;
} {
  const { client, window } = useEnvironment();
  const saves = savesOf.get(client) ?? new Saves();
  savesOf.set(client, saves);
  const state = useSyncExternalStore(
    useCallback(
      (changed: () => void) => {
        saves.addEventListener('change', changed);
        return () => saves.removeEventListener('change', changed);
      },
      [saves],
    ),
    () => saves.stateOf(key),
  );
  // What came of an earlier file is no news of this one, but that it broke is to be read.
  const [before] = useState(state);
  const isOld = state === before && (state?.state === 'done' || state?.state === 'stopped');
  const pause = (delayMs: number) => new Promise<void>((resolve) => window.setTimeout(resolve, delayMs));
  const save = async (file: Omit<FileAsked, 'ticket'>) => {
    // Plain http has no randomUUID.
    const ticket = [...window.crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('-');
    try {
      await saveFile({ client, window, pause }, { ...file, ticket }, (next) => saves.set(key, next));
    } catch (error) {
      saves.set(key, { state: 'failed', error: asAppError(error) });
    }
  };
  return { state: isOld ? undefined : state, save };
}
