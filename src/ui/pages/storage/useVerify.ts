import { useEffect, useRef, useState } from 'react';
import type { CorruptItem } from '../../../api/index.ts';
import { verifyContent } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import type { Amount, Progress } from '../../../oci/index.ts';
import { useEnvironment } from '../../state/environment.ts';
import { storeChanged } from '../../state/storeChanged.ts';

/** The state of a verification of all stored content, or of one image. */
export interface Verification {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Undefined at the start. */
  readonly progress: Progress<Amount> | undefined;
  /** Corrupt items, repaired or not, in order. */
  readonly corrupt: readonly CorruptItem[];
  /** The error message; '' unless the state is `failed`. */
  readonly failure: string;
}

const renderIntervalMs = 100;

/** Runs one verification at a time, of all stored content or of the image `root`. Unmounting the component stops it. */
export function useVerify(root?: string): {
  readonly verification: Verification | undefined;
  readonly start: () => Promise<void>;
  readonly stop: () => void;
} {
  const environment = useEnvironment();
  const { client, now } = environment;
  const [verification, setVerification] = useState<Verification>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const corrupt: CorruptItem[] = [];
    let progress: Progress<Amount> | undefined;
    let renderedAtMs = 0;
    const render = (state: Verification['state'], failure = '') =>
      setVerification({ state, progress, corrupt: [...corrupt], failure });
    const renderSometimes = () => {
      if (now() - renderedAtMs < renderIntervalMs) return;
      renderedAtMs = now();
      render('running');
    };
    render('running');
    try {
      const onItem = (item: CorruptItem) => {
        corrupt.push(item);
        renderSometimes();
      };
      const onProgress = (step: Progress<Amount>) => {
        progress = step;
        renderSometimes();
      };
      const done = await verifyContent(client, { signal, root, onItem, onProgress });
      progress = { done, total: done };
      render('done');
    } catch (error) {
      if (signal.aborted) render('stopped');
      else render('failed', asAppError(error).message);
    }
    await storeChanged(environment);
  };
  return { verification, start, stop: () => running.current?.abort() };
}
