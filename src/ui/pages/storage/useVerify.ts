import { useEffect, useRef, useState } from 'react';
import type { VerifyStep } from '../../../api/index.ts';
import { verifyContent } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { useEnvironment } from '../../state/environment.ts';
import { storeChanged } from '../../state/storeChanged.ts';

/** The state of a verification of all stored content, or of one image. */
export interface Verification {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** The newest step; undefined before the first. */
  readonly step: VerifyStep | undefined;
  /** Steps that found a corrupt item, repaired or not, in order. */
  readonly corrupt: readonly VerifyStep[];
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
    const corrupt: VerifyStep[] = [];
    let step: VerifyStep | undefined;
    let renderedAtMs = 0;
    const render = (state: Verification['state'], failure = '') =>
      setVerification({ state, step, corrupt: [...corrupt], failure });
    render('running');
    try {
      for await (step of verifyContent(client, { signal: controller.signal, root })) {
        if (step.state === 'healed' || step.state === 'corrupt') corrupt.push(step);
        if (now() - renderedAtMs < renderIntervalMs) continue;
        renderedAtMs = now();
        render('running');
      }
      render('done');
    } catch (error) {
      if (controller.signal.aborted) render('stopped');
      else render('failed', asAppError(error).message);
    }
    await storeChanged(environment);
  };
  return { verification, start, stop: () => running.current?.abort() };
}
