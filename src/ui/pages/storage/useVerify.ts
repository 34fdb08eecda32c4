import { useEffect, useRef, useState } from 'react';
import type { VerifyStep } from '../../../api/index.ts';
import { verifyContent } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { useEnvironment } from '../../state/environment.ts';
import { storeChanged } from '../../state/storeChanged.ts';

/** A check of all that is stored, or of an image, as far as it is. */
export interface Check {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** The newest; undefined before the first. */
  readonly step: VerifyStep | undefined;
  /** What was damaged, in the order it was found. */
  readonly damaged: readonly VerifyStep[];
  /** Why it failed. */
  readonly failure: string;
}

const betweenDrawingsMs = 100;

/** Runs a check at a time, of all or of what belongs to `root`; it ends with what draws it. */
export function useVerify(root?: string): {
  readonly check: Check | undefined;
  readonly start: () => Promise<void>;
  readonly stop: () => void;
} {
  const environment = useEnvironment();
  const { client, now } = environment;
  const [check, setCheck] = useState<Check>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    const controller = new AbortController();
    running.current = controller;
    const damaged: VerifyStep[] = [];
    let step: VerifyStep | undefined;
    let drawnAtMs = 0;
    const draw = (state: Check['state'], failure = '') => setCheck({ state, step, damaged: [...damaged], failure });
    draw('running');
    try {
      for await (step of verifyContent(client, { signal: controller.signal, root })) {
        if (step.state === 'healed' || step.state === 'corrupt') damaged.push(step);
        if (now() - drawnAtMs < betweenDrawingsMs) continue;
        drawnAtMs = now();
        draw('running');
      }
      draw('done');
    } catch (error) {
      if (controller.signal.aborted) draw('stopped');
      else draw('failed', asAppError(error).message);
    }
    await storeChanged(environment);
  };
  return { check, start, stop: () => running.current?.abort() };
}
