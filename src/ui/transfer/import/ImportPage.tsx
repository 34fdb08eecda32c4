import { useEffect, useRef } from 'react';
import { parseRefused } from '../../../api/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { withRefusal } from '../../messages/imports.ts';
import { Chooser } from './Chooser.tsx';
import { Done } from './Done.tsx';
import { ImportFailure } from './ImportFailure.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import styles from './importPage.module.css';
import { Listed } from './Listed.tsx';
import { RefusedList } from './RefusedList.tsx';
import { useImport } from './useImport.ts';

/** Takes images out of archives into what is stored: chosen, looked at, then imported. */
export function ImportPage() {
  const { run, state } = useImport();
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(state.step);
  useEffect(() => {
    // What had the focus is gone.
    if (shown.current !== state.step) title.current?.focus();
    shown.current = state.step;
  }, [state.step]);
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <h1 id="title" tabIndex={-1} ref={title}>
        Import
      </h1>
      <p className={parts.muted}>
        Images from what <code>docker save</code>, podman or skopeo wrote, and from OCI layouts. They are read in this
        browser, proven by their digests and kept here; nothing of them is sent anywhere.
      </p>
      {state.step === 'choose' ? <Chooser run={run} said={state.said} /> : null}
      {state.step === 'listing' || state.step === 'importing' ? (
        <ImportProgress state={state} onStop={() => run.stop()} />
      ) : null}
      {state.step === 'listed' ? <Listed run={run} state={state} /> : null}
      {state.step === 'done' ? <Done run={run} state={state} /> : null}
      {state.step === 'failed' ? (
        <>
          {state.source ? <p className={parts.mono}>{state.source.name}</p> : null}
          {state.facts ? (
            <ImportFailure error={state.error} onAgain={() => run.again()} />
          ) : (
            <>
              <ErrorPanel error={withRefusal(state.error)} where={undefined} />
              <RefusedList of={parseRefused(state.error.detail ?? {})} />
            </>
          )}
          <Chooser run={run} said="" />
        </>
      ) : null}
    </div>
  );
}
