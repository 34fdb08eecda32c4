import { useState } from 'react';
import { asAppError } from '../../../errors/index.ts';
import { createStore, type Store, useStore } from '../../kit/createStore.ts';
import type { SaveState } from '../../messages/exportDialog.ts';
import { type Environment, useEnvironment } from '../../state/environment.ts';
import { type FileOptions, saveFile } from './saveFile.ts';

/** The saves of this page by key. They continue when their dialog is closed. */
const savesOf = new WeakMap<Environment['client'], Store<ReadonlyMap<string, SaveState>>>();

/** Returns the state of the save with a key, and the function that starts it. */
export function useSave(key: string): {
  readonly state: SaveState | undefined;
  readonly save: (file: Omit<FileOptions, 'ticket'>) => Promise<void>;
} {
  const { client, window } = useEnvironment();
  const saves = savesOf.get(client) ?? createStore<ReadonlyMap<string, SaveState>>(new Map());
  savesOf.set(client, saves);
  const state = useStore(saves).get(key);
  const report = (next: SaveState) => saves.set(new Map(saves.get()).set(key, next));
  // The result of an earlier save is hidden, unless it is a failure.
  const [before] = useState(state);
  const isOld = state === before && (state?.state === 'done' || state?.state === 'stopped');
  const pause = (delayMs: number) => new Promise<void>((resolve) => window.setTimeout(resolve, delayMs));
  const save = async (file: Omit<FileOptions, 'ticket'>) => {
    // Plain http has no randomUUID.
    const ticket = [...window.crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('-');
    try {
      await saveFile({ client, window, pause }, { ...file, ticket }, report);
    } catch (error) {
      report({ state: 'failed', error: asAppError(error) });
    }
  };
  return { state: isOld ? undefined : state, save };
}
